package io.github.openairun.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Rejects values of configuration properties that are out of range. The failure names the
 * property, its value and the allowed range; Spring Boot's failure analysis adds the
 * origin of the value.
 */
final class PropertyRange {

	private final String prefix;

	private PropertyRange(String prefix) {
		this.prefix = prefix;
	}

	/**
	 * Return the checks of properties with a common prefix.
	 * @param prefix the prefix, without a dot at its end
	 */
	static PropertyRange under(String prefix) {
		return new PropertyRange(prefix);
	}

	/**
	 * Return the prefix of an element of a map.
	 * @param prefix the name of the map's property
	 * @param key the key as the application wrote it
	 */
	static PropertyRange under(String prefix, String key) {
		boolean plain = ConfigurationPropertyName.isValid(key) && !key.contains(".");
		return under(prefix + (plain ? "." + key : "[" + key + "]"));
	}

	PropertyRange positive(String name, @Nullable Duration value) {
		return check(name, value, value == null || value.compareTo(Duration.ZERO) > 0, "greater than 0");
	}

	PropertyRange notNegative(String name, @Nullable Duration value) {
		return check(name, value, value == null || !value.isNegative(), "0 or greater");
	}

	<T extends Comparable<T>> PropertyRange atLeast(String name, @Nullable T value, T min) {
		return check(name, value, value == null || value.compareTo(min) >= 0, text(min) + " or greater");
	}

	<T extends Comparable<T>> PropertyRange between(String name, @Nullable T value, T min, T max) {
		return check(name, value, value == null || (value.compareTo(min) >= 0 && value.compareTo(max) <= 0),
				"between " + text(min) + " and " + text(max));
	}

	PropertyRange oneOf(String name, @Nullable String value, Collection<String> allowed) {
		return check(name, value, value == null || allowed.contains(value.toLowerCase(Locale.ROOT)),
				"one of " + String.join(", ", allowed));
	}

	private PropertyRange check(String name, @Nullable Object value, boolean allowed, String range) {
		if (!allowed) {
			throw new InvalidConfigurationPropertyValueException(this.prefix + "." + name, value,
					"The value must be " + range + ".");
		}
		return this;
	}

	private static String text(Object bound) {
		return (bound instanceof Duration duration && duration.toSeconds() == 0) ? duration.toMillis() + "ms"
				: bound.toString();
	}

}
