package io.github.openairun.tool;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.type.LogicalType;

/**
 * Corrects small mistakes of models whose meaning is unambiguous. Jackson itself corrects
 * a number in quotes.
 */
final class LenientValues {

	private static final int MAX_DIGITS = 40;

	private static final Set<@Nullable LogicalType> SCALARS = EnumSet.of(LogicalType.Integer, LogicalType.Float,
			LogicalType.Boolean, LogicalType.DateTime, LogicalType.Enum, LogicalType.OtherScalar);

	private final JsonMapper mapper;

	LenientValues(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/** An empty text represents an object without properties. */
	JsonNode object(BeanDeserializerBase bean, JsonNode value) {
		return (bean.getPropertyCount() == 0 && !bean.hasAnySetter() && value.isString()
				&& value.stringValue().isBlank()) ? JsonNodeFactory.instance.objectNode() : value;
	}

	/**
	 * A blank text represents {@code null} where a value may be left out, unless the type
	 * accepts texts.
	 * @param type the type of the value
	 * @param reader reads a value
	 * @param value the value
	 * @return whether nothing is meant
	 */
	static boolean isNothing(JavaType type, ValueDeserializer<?> reader, JsonNode value) {
		return value.isString() && value.stringValue().isBlank() && SCALARS.contains(reader.logicalType())
				&& !CharSequence.class.isAssignableFrom(type.getRawClass()) && ArgumentMapper.isJacksons(reader);
	}

	/**
	 * A whole number may be written with a fraction of zeros, and a constant in another
	 * case.
	 */
	JsonNode scalar(JavaType type, ValueDeserializer<?> reader, JsonNode value) {
		if (value.isNumber() && reader.logicalType() == LogicalType.Integer) {
			return wholeNumber(value);
		}
		if (type.isEnumType() && value.isString()) {
			JsonNode constant = constant(type.getRawClass(), value.stringValue());
			return (constant != null) ? constant : value;
		}
		return value;
	}

	private static JsonNode wholeNumber(JsonNode value) {
		BigDecimal number = value.isIntegralNumber() ? null : value.decimalValue();
		if (number == null || number.stripTrailingZeros().scale() > 0 || number.scale() < -MAX_DIGITS) {
			return value;
		}
		return BigIntegerNode.valueOf(number.toBigIntegerExact());
	}

	private @Nullable JsonNode constant(Class<?> type, String text) {
		JsonNode found = null;
		for (JsonNode constant : EnumValues.of(this.mapper, type)) {
			if (constant.isString() && constant.stringValue().equals(text)) {
				return constant;
			}
			if (constant.isString() && constant.stringValue().equalsIgnoreCase(text.strip())) {
				if (found != null) {
					return null;
				}
				found = constant;
			}
		}
		return found;
	}

}
