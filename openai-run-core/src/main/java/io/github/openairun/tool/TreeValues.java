package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationContextExt;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads trees, and binds what is a tree already. Not for calls that fit.
 */
final class TreeValues {

	private final JsonMapper mapper;

	TreeValues(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/** Read a tree that loses no digits. */
	JsonNode tree(JsonParser parser) {
		return this.mapper.reader()
			.with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.without(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
			.readTree(parser);
	}

	@Nullable Object bind(JsonNode value, ValueDeserializer<?> deserializer) {
		DeserializationContextExt context = this.mapper._deserializationContext();
		try (JsonParser parser = this.mapper.treeAsTokens(value)) {
			context.assignParser(parser);
			parser.nextToken();
			return value.isNull() ? deserializer.getNullValue(context) : deserializer.deserialize(parser, context);
		}
	}

}
