package io.github.openairun.tool;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.deser.DeserializationContextExt;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.json.JsonMapper;

/**
 * The property names of an object that the model may and must use.
 */
final class KnownProperties {

	private final JsonMapper mapper;

	private final BeanDeserializerBase bean;

	private final Map<String, SettableBeanProperty> properties = new LinkedHashMap<>();

	KnownProperties(JsonMapper mapper, BeanDeserializerBase bean) {
		this.mapper = mapper;
		this.bean = bean;
		for (Iterator<SettableBeanProperty> all = bean.properties(); all.hasNext();) {
			SettableBeanProperty property = all.next();
			this.properties.put(property.getName(), property);
		}
	}

	/** The property of a name, which may be an alias. */
	@Nullable SettableBeanProperty find(String name) {
		SettableBeanProperty property = this.properties.get(name);
		return (property != null) ? property : this.bean.findProperty(PropertyName.construct(name));
	}

	/** The names that must be given, in order. */
	Set<String> required() {
		Set<String> required = new LinkedHashSet<>();
		this.properties.forEach((name, property) -> {
			if (ArgumentMapper.isRequired(property) && !property.isIgnorable() && !property.isInjectionOnly()) {
				required.add(name);
			}
		});
		return required;
	}

	/** All names, as a message lists them. */
	Collection<?> names() {
		Collection<Object> names = this.bean.getKnownPropertyNames();
		return (names != null) ? names : this.properties.keySet();
	}

	/** Return an object as a message describes it. */
	String describe() {
		Collection<?> names = names();
		return switch (names.size()) {
			case 0 -> "a JSON object";
			case 1 -> "a JSON object with the property " + names.iterator().next();
			default -> "a JSON object with the properties "
					+ names.stream().map(String::valueOf).collect(Collectors.joining(", "));
		};
	}

	/** Whether a name that is no property's is refused. */
	boolean isRefused(String name) {
		if (this.bean.hasAnySetter()) {
			return false;
		}
		DeserializationContextExt context = this.mapper._deserializationContext();
		BeanDescription description = context.lazyIntrospectBeanDescription(this.bean.getValueType()).get();
		JsonIgnoreProperties.Value ignored = context.getConfig()
			.getDefaultPropertyIgnorals(this.bean.handledType(), description.getClassInfo());
		return !description.getIgnoredPropertyNames().contains(name) && (ignored == null
				|| !(ignored.getIgnoreUnknown() || ignored.findIgnoredForDeserialization().contains(name)));
	}

}
