package io.github.openairun.tool.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.type.LogicalType;

import io.github.openairun.tool.schema.PlainSamples.Order;
import io.github.openairun.tool.schema.PlainSamples.Point;
import io.github.openairun.tool.schema.PlainSamples.Size;

/**
 * Fields whose types are plain, contain plain ones, or are bound in a way of their own.
 */
@SuppressWarnings("unused")
class LateSamples {

	Order order;

	List<Point> points;

	Point[] array;

	Optional<Point> maybe;

	Set<Size> sizes;

	Map<Size, Point> bySize;

	Tree tree;

	Page<Point> page;

	WithArray withArray;

	@JsonFormat(shape = JsonFormat.Shape.ARRAY)
	Point formatted;

	@JsonDeserialize(using = PointFromText.class)
	Point ownText;

	@JsonPropertyDescription("Where it is")
	Point commented;

	Unbindable unbindable;

	Nothing nothing;

	record Tree(String name, List<Tree> children) {
	}

	record Page<T>(List<T> items, Optional<T> first, int total) {
	}

	record WithArray(@JsonFormat(shape = JsonFormat.Shape.ARRAY) Point point, @Nullable Point other) {
	}

	record Unbindable(String name, Contradictory bean) {
	}

	record Nothing() {
	}

	static final class Contradictory {

		public void setValue(Point value) {
		}

		public void setValue(Tree value) {
		}

	}

	static final class PointFromText extends StdDeserializer<Point> {

		PointFromText() {
			super(Point.class);
		}

		@Override
		public Point deserialize(JsonParser parser, DeserializationContext context) {
			int both = Integer.parseInt(parser.getString());
			return new Point(both, both);
		}

		@Override
		public LogicalType logicalType() {
			return LogicalType.Textual;
		}

	}

}
