package io.github.openairun.tool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationContextExt;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the JSON that a model wrote, within limits that do not depend on the
 * application's mapper: Jackson's defaults for numbers, nesting and names.
 */
final class ArgumentReader {

	private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
		.maxNumberLength(StreamReadConstraints.DEFAULT_MAX_NUM_LEN)
		.maxNestingDepth(StreamReadConstraints.DEFAULT_MAX_DEPTH)
		.maxNameLength(StreamReadConstraints.DEFAULT_MAX_NAME_LEN)
		.maxStringLength(20_000_000)
		.build();

	private final JsonMapper mapper;

	private final JsonFactory strict;

	private final JsonFactory lenient;

	ArgumentReader(JsonMapper mapper) {
		this.mapper = mapper;
		JsonFactory factory = (JsonFactory) mapper.tokenStreamFactory();
		this.strict = factory.rebuild().streamReadConstraints(LIMITS).build();
		this.lenient = factory.rebuild()
			.streamReadConstraints(LIMITS)
			.disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
			.build();
	}

	JsonMapper mapper() {
		return this.mapper;
	}

	DeserializationContextExt context() {
		return this.mapper._deserializationContext();
	}

	/** Create a parser that refuses names that an object has twice. */
	JsonParser strictParser(DeserializationContextExt context, String json) {
		return context.assignAndReturnParser(this.strict.createParser(context, json));
	}

	/** Create a parser that accepts repeated names and raw line breaks in texts. */
	JsonParser lenientParser(String json) {
		return this.lenient.createParser(ObjectReadContext.empty(), json);
	}

	/** Read a tree that loses no digits. */
	JsonNode tree(JsonParser parser) {
		return this.mapper.reader()
			.with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.without(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
			.readTree(parser);
	}

	/** Read a whole text as a tree. */
	JsonNode tree(String json) {
		try (JsonParser parser = lenientParser(json)) {
			parser.nextToken();
			JsonNode tree = tree(parser);
			if (parser.nextToken() != null) {
				throw new StreamReadException(parser, "Something follows the value");
			}
			return tree;
		}
	}

	/** Bind a tree. */
	@Nullable Object bind(JsonNode value, ValueDeserializer<?> deserializer) {
		DeserializationContextExt context = context();
		try (JsonParser parser = this.mapper.treeAsTokens(value)) {
			context.assignParser(parser);
			parser.nextToken();
			return value.isNull() ? deserializer.getNullValue(context) : deserializer.deserialize(parser, context);
		}
	}

	/** Return the paths of the names that an object has twice. */
	Set<String> duplicates(String json) {
		Set<String> duplicates = new LinkedHashSet<>();
		Deque<Set<String>> names = new ArrayDeque<>();
		try (JsonParser parser = lenientParser(json)) {
			for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
				if (token == JsonToken.START_OBJECT) {
					names.push(new HashSet<>());
				}
				else if (token == JsonToken.END_OBJECT) {
					names.pop();
				}
				else if (token == JsonToken.PROPERTY_NAME && !names.element().add(parser.currentName())) {
					duplicates.add(path(parser.streamReadContext()));
				}
			}
		}
		return duplicates;
	}

	private static String path(@Nullable TokenStreamContext context) {
		if (context == null || context.inRoot()) {
			return "";
		}
		String outer = path(context.getParent());
		return context.inArray() ? ArgumentPaths.element(outer, context.getCurrentIndex())
				: ArgumentPaths.join(outer, String.valueOf(context.currentName()));
	}

}
