package io.github.openairun.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyNamingStrategy;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/**
 * Writes the named properties of a type with the naming strategy and the inclusion of the
 * application.
 */
final class PropertySerializer<T> extends ValueSerializer<T> {

	private final Map<String, Function<T, @Nullable Object>> properties = new LinkedHashMap<>();

	PropertySerializer<T> with(String name, Function<T, @Nullable Object> property) {
		this.properties.put(name, property);
		return this;
	}

	@Override
	public void serialize(T value, JsonGenerator json, SerializationContext context) {
		PropertyNamingStrategy naming = context.getConfig().getPropertyNamingStrategy();
		JsonInclude.Include inclusion = context.getDefaultPropertyInclusion(Object.class).getValueInclusion();
		boolean nulls = inclusion == JsonInclude.Include.ALWAYS || inclusion == JsonInclude.Include.USE_DEFAULTS;
		json.writeStartObject(value);
		this.properties.forEach((name, property) -> {
			Object written = property.apply(value);
			if (written != null || nulls) {
				context.defaultSerializeProperty(
						(naming != null) ? naming.nameForGetterMethod(context.getConfig(), null, name) : name, written,
						json);
			}
		});
		json.writeEndObject();
	}

}
