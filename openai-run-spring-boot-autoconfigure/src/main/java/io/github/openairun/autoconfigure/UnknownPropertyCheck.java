package io.github.openairun.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.ClassUtils;

import io.github.openairun.support.ClosestName;

/**
 * Finds properties under {@code openai} that do not exist, and the existing property with
 * the most similar name. Environment variables and system properties are ignored, because
 * other programs use names with the same prefix.
 */
final class UnknownPropertyCheck {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("openai");

	private static final String OURS = UnknownPropertyCheck.class.getPackageName() + ".";

	private final Environment environment;

	UnknownPropertyCheck(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Find the unknown properties.
	 * @return a warning for each, empty if there are none
	 */
	List<String> warnings() {
		List<String> warnings = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable && !isShared(source)) {
				iterable.filter(PREFIX::isAncestorOf).forEach((name) -> addUnknown(iterable, name, warnings));
			}
		}
		return warnings;
	}

	private static boolean isShared(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof PropertySource<?> underlying
				&& (underlying instanceof SystemEnvironmentPropertySource
						|| underlying.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME));
	}

	private static void addUnknown(IterableConfigurationPropertySource source, ConfigurationPropertyName name,
			List<String> warnings) {
		Node node = Known.ROOT;
		for (int i = 1; i < name.getNumberOfElements(); i++) {
			Node next = node.next(name, i);
			if (next == null) {
				warnings.add(describe(source.getConfigurationProperty(name), name, closest(name, i, node)));
				return;
			}
			node = next;
		}
	}

	/** Return the most similar existing property, or {@code null} if there is none. */
	private static @Nullable String closest(ConfigurationPropertyName name, int index, Node node) {
		String parent = name.chop(index).toString();
		String wrong = name.getElement(index, ConfigurationPropertyName.Form.DASHED);
		List<String> candidates = node.names(parent);
		List<String> elsewhere = candidates.stream().filter((candidate) -> candidate.endsWith("." + wrong)).toList();
		if (!elsewhere.isEmpty()) {
			return elsewhere.get(0);
		}
		if (candidates.isEmpty()) {
			return null;
		}
		String closest = ClosestName.of(parent + "." + wrong, candidates);
		return closest + name.toString().substring(name.chop(index + 1).toString().length());
	}

	private static String describe(@Nullable ConfigurationProperty property, ConfigurationPropertyName name,
			@Nullable String closest) {
		String remedy = (closest != null) ? "Did you mean '" + closest + "'?" : "Remove it.";
		Origin origin = Origin.from(property);
		return "There is no property '" + name + "', so it has no effect. " + remedy
				+ ((origin != null) ? " It is set at " + origin + "." : "");
	}

	private static boolean isJdbcPresent() {
		ClassLoader loader = UnknownPropertyCheck.class.getClassLoader();
		return ClassUtils.isPresent("io.github.openairun.jdbc.JdbcTables", loader)
				&& ClassUtils.isPresent("org.springframework.boot.sql.init.DatabaseInitializationMode", loader);
	}

	/** The existing properties; read only if an application sets one. */
	private static final class Known {

		static final Node ROOT = new Node(new LinkedHashMap<>(), null, false);

		static {
			ROOT.add("api-key", Node.VALUE);
			ROOT.addAll(OpenAiProperties.class);
			ROOT.add("webhook", Node.of(ResolvableType.forClass(OpenAiWebhookProperties.class)));
			Node run = ROOT.add("run", new Node(new LinkedHashMap<>(), null, false));
			run.addAll(OpenAiRunProperties.class);
			run.add("web", Node.of(ResolvableType.forClass(OpenAiRunWebProperties.class)));
			run.add("jdbc", isJdbcPresent() ? Node.of(ResolvableType.forClass(OpenAiRunJdbcProperties.class))
					: Node.MAP_OF_VALUES);
		}

	}

	/**
	 * What may follow in the name of a property.
	 *
	 * @param children the names that may follow
	 * @param element what follows any key of a map or index of a list, or {@code null} if
	 * this is neither
	 * @param open whether anything may follow
	 */
	private record Node(Map<String, Node> children, @Nullable Node element, boolean open) {

		static final Node VALUE = new Node(Map.of(), null, false);

		private static final Node MAP_OF_VALUES = new Node(Map.of(), null, true);

		static Node of(ResolvableType type) {
			Class<?> raw = type.toClass();
			if (Map.class.isAssignableFrom(raw)) {
				Node value = of(type.getGeneric(1));
				return (value == VALUE) ? MAP_OF_VALUES : new Node(Map.of(), value, false);
			}
			if (Collection.class.isAssignableFrom(raw)) {
				return new Node(Map.of(), of(type.getGeneric(0)), false);
			}
			if (!raw.getName().startsWith(OURS) || raw.isEnum()) {
				return VALUE;
			}
			Node node = new Node(new LinkedHashMap<>(), null, false);
			node.addAll(raw);
			return node;
		}

		Node add(String name, Node child) {
			this.children.put(name, child);
			return child;
		}

		void addAll(Class<?> type) {
			for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
				if (property.getReadMethod() != null && !property.getName().equals("class")) {
					add(DataObjectPropertyName.toDashedForm(property.getName()),
							of(ResolvableType.forMethodReturnType(property.getReadMethod())));
				}
			}
		}

		@Nullable Node next(ConfigurationPropertyName name, int index) {
			if (this.open) {
				return this;
			}
			if (this.element != null) {
				return this.element;
			}
			String uniform = name.getElement(index, ConfigurationPropertyName.Form.UNIFORM);
			for (Map.Entry<String, Node> child : this.children.entrySet()) {
				if (child.getKey().replace("-", "").equals(uniform)) {
					return child.getValue();
				}
			}
			return null;
		}

		/** Return the full names of the properties that may follow a parent. */
		List<String> names(String parent) {
			List<String> names = new ArrayList<>();
			this.children.forEach((name, child) -> {
				names.add(parent + "." + name);
				if (child.element == null) {
					names.addAll(child.names(parent + "." + name));
				}
			});
			return names;
		}

	}

}
