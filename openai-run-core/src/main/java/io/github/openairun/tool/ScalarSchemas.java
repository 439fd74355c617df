package io.github.openairun.tool;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.databind.util.StdDateFormat;

/**
 * Describes values that are one JSON text, number or boolean.
 * <p>
 * Formats are those that OpenAI accepts (OpenAI documentation, Structured Outputs,
 * supported schemas). Local times have no format there that fits, as the formats demand
 * an offset, so they are described by patterns.
 */
final class ScalarSchemas {

	private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?";

	private static final Map<Class<?>, String> FORMATS = Map.ofEntries(Map.entry(UUID.class, "uuid"),
			Map.entry(LocalDate.class, "date"), Map.entry(Instant.class, "date-time"),
			Map.entry(OffsetDateTime.class, "date-time"), Map.entry(ZonedDateTime.class, "date-time"),
			Map.entry(Date.class, "date-time"), Map.entry(Calendar.class, "date-time"),
			Map.entry(GregorianCalendar.class, "date-time"), Map.entry(OffsetTime.class, "time"),
			Map.entry(Duration.class, "duration"));

	private static final Map<Class<?>, String> PATTERNS = Map.of(LocalTime.class, "^" + TIME + "$", LocalDateTime.class,
			"^\\d{4}-\\d{2}-\\d{2}T" + TIME + "$", YearMonth.class, "^\\d{4}-(0[1-9]|1[0-2])$", MonthDay.class,
			"^--(0[1-9]|1[0-2])-\\d{2}$", Character.class, "^.$", char.class, "^.$");

	private static final Map<LogicalType, String> TYPES = new HashMap<>(Map.of(LogicalType.Boolean, "boolean",
			LogicalType.Integer, "integer", LogicalType.Float, "number", LogicalType.Textual, "string",
			LogicalType.OtherScalar, "string", LogicalType.DateTime, "string", LogicalType.Binary, "string"));

	private final DeserializationConfig config;

	ScalarSchemas(DeserializationConfig config) {
		this.config = config;
	}

	/**
	 * Describe a scalar.
	 * @param type the Java type
	 * @param deserializer what binds it
	 * @param property the property that has it, or {@code null}
	 * @return the schema, or {@code null} if the deserializer is not one of a scalar
	 */
	@Nullable ObjectNode describe(Class<?> type, ValueDeserializer<?> deserializer, @Nullable BeanProperty property) {
		LogicalType logicalType = deserializer.logicalType();
		String jsonType = jsonType(type, logicalType);
		if (jsonType == null) {
			return null;
		}
		ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", jsonType);
		if (logicalType == LogicalType.Binary) {
			return schema.put("description", "Base64");
		}
		JsonFormat.Value format = (logicalType == LogicalType.DateTime) ? format(this.config, type, property) : null;
		if (format != null && format.getShape().isNumeric()) {
			return schema.put("type", (format.getShape() == JsonFormat.Shape.NUMBER_INT) ? "integer" : "number");
		}
		if (format != null && format.hasPattern()) {
			return schema.put("description", "Format: " + format.getPattern());
		}
		if (jsonType.equals("string") && ArgumentMapper.isJacksons(deserializer) && !hasOwnDateFormat(type)) {
			put(schema, "format", FORMATS.get(type));
			put(schema, "pattern", PATTERNS.get(type));
		}
		return schema;
	}

	private static @Nullable String jsonType(Class<?> type, @Nullable LogicalType logicalType) {
		if (type == Year.class) {
			return "integer";
		}
		if (type == Number.class) {
			return "number";
		}
		return (type == Character.class || type == char.class) ? "string" : TYPES.get(logicalType);
	}

	/** Whether a date or time is to be written as a number. */
	static boolean isNumber(DeserializationConfig config, Class<?> type, @Nullable BeanProperty property) {
		JsonFormat.Value format = format(config, type, property);
		return format != null && format.getShape().isNumeric();
	}

	private static JsonFormat.@Nullable Value format(DeserializationConfig config, Class<?> type,
			@Nullable BeanProperty property) {
		return (property != null) ? property.findPropertyFormat(config, type) : config.getDefaultPropertyFormat(type);
	}

	private boolean hasOwnDateFormat(Class<?> type) {
		boolean old = Date.class.isAssignableFrom(type) || Calendar.class.isAssignableFrom(type);
		return old && !(this.config.getDateFormat() instanceof StdDateFormat);
	}

	private static void put(ObjectNode schema, String keyword, @Nullable String value) {
		if (value != null) {
			schema.put(keyword, value);
		}
	}

}
