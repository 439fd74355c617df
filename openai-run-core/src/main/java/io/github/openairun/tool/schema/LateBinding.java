package io.github.openairun.tool.schema;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.PotentialCreator;

/**
 * Tells of which values the deserializer can wait until the first call needs it, as it is
 * Jackson's own and cannot fail to be made: plain types and lists of them are described
 * by what Jackson makes it from, or would find in them if it looked. Making it is the
 * larger part of what describing a type would cost an application at start.
 */
final class LateBinding {

	private static final Set<Class<?>> LISTS = Set.of(List.class, Set.class, Collection.class);

	private LateBinding() {
	}

	/**
	 * Tell whether a deserializer can wait.
	 * @param config the argument mapper's
	 * @param type the type of the value
	 * @param property what has the value, or contains it; {@code null} if nothing does
	 * @return whether the value can be described without it
	 */
	static boolean isFor(DeserializationConfig config, JavaType type, @Nullable BeanProperty property) {
		return config.classIntrospectorInstance() instanceof ArgumentClassIntrospector introspector
				&& introspector.isAlone() && isPlain(config, type, introspector) && !isConfigured(property);
	}

	private static boolean isPlain(DeserializationConfig config, JavaType type,
			ArgumentClassIntrospector introspector) {
		Class<?> raw = type.getRawClass();
		if (config.findConfigOverride(raw) != null) {
			return false;
		}
		if (type.isArrayType() || LISTS.contains(raw) || Optionality.isOptionalType(raw)) {
			JavaType content = type.getContentType();
			return content != null && isPlain(config, content, introspector);
		}
		if (type.isEnumType()) {
			return EnumValues.areNames(config) && introspector.isPlain(raw);
		}
		return type.isRecordType() && config.getDefaultTyper(type) == null && introspector.isPlain(raw);
	}

	/** Whether an annotation may choose how Jackson binds what the property has. */
	private static boolean isConfigured(@Nullable BeanProperty property) {
		return property != null && property.getMember() != null
				&& property.getMember().annotations().anyMatch(PlainTypes::isConfiguration);
	}

	/**
	 * Find the properties of a record, as they will be bound.
	 * @param context a context of the argument mapper
	 * @param type a type that binding can wait for
	 * @return the properties in the order of the constructor, or {@code null} if they are
	 * not just what can be given to it
	 */
	static @Nullable List<Property> properties(DeserializationContext context, JavaType type) {
		Constructor<?> bare = (context.getConfig().getPropertyNamingStrategy() == null)
				? PlainTypes.bareConstructor(type.getRawClass()) : null;
		if (bare != null) {
			return bare.trySetAccessible() ? components(context, type, bare) : null;
		}
		BeanDescription description = context.lazyIntrospectBeanDescription(type).get();
		PotentialCreator creator = description.getPotentialCreators().propertiesBased;
		List<BeanPropertyDefinition> definitions = description.findProperties();
		if (creator == null || creator.paramCount() != definitions.size()
				|| !((AccessibleObject) creator.creator().getAnnotated()).trySetAccessible()) {
			return null;
		}
		List<Property> properties = new ArrayList<>(definitions.size());
		for (BeanPropertyDefinition definition : definitions) {
			AnnotatedParameter parameter = definition.getConstructorParameter();
			if (parameter == null || parameter.getIndex() != properties.size()) {
				return null;
			}
			properties.add(Property.of(new BeanProperty.Std(definition.getFullName(), parameter.getType(),
					definition.getWrapperName(), parameter, definition.getMetadata())));
		}
		return properties;
	}

	/**
	 * Nothing renames the components, and nothing but their types tells what they are.
	 */
	private static List<Property> components(DeserializationContext context, JavaType type,
			Constructor<?> constructor) {
		List<Property> properties = new ArrayList<>(constructor.getParameterCount());
		Type[] types = constructor.getGenericParameterTypes();
		for (Field component : PlainTypes.components(type.getRawClass())) {
			int index = properties.size();
			JavaType bound = context.getTypeFactory().resolveMemberType(types[index], type.getBindings());
			AnnotatedType use = ParameterTypes.of(constructor, index);
			boolean required = !Optionality.isOptionalType(bound.getRawClass())
					&& (use == null || !Optionality.isNullable(use));
			properties.add(new Property(component.getName(), bound, use, null, required, null));
		}
		return properties;
	}

	/**
	 * What an object may have.
	 *
	 * @param name the name in JSON
	 * @param type the type of the value
	 * @param use the type as it was written, if known
	 * @param origin the property as Jackson sees it, if there is more to know of it
	 * @param required whether it must be there
	 * @param description the text for the model, or {@code null}
	 */
	record Property(String name, JavaType type, @Nullable AnnotatedType use, @Nullable BeanProperty origin,
			boolean required, @Nullable String description) {

		static Property of(BeanProperty property) {
			AnnotatedMember member = property.getMember();
			return new Property(property.getName(), property.getType(),
					(member != null) ? Optionality.use(member) : null, property, ToolJson.isRequired(property),
					property.getMetadata().getDescription());
		}

	}

}
