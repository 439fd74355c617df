package io.github.openairun.tool.schema;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;

/**
 * Recognizes types that say all that Jackson can learn of them in one place: enums in the
 * names of their constants, and records in the constructor that they are made of.
 */
final class PlainTypes {

	private static final Annotation[] NONE = {};

	private static final Set<Class<?>> NAMES = Set.of(JsonProperty.class, JsonPropertyDescription.class,
			JsonAlias.class);

	private static final Set<String> OBJECT_METHODS = Set.of("equals", "hashCode", "toString");

	private PlainTypes() {
	}

	/**
	 * Tell whether a type is an enum without annotations, contracts, and members of its
	 * own.
	 * @param config tells what is mixed in
	 * @param type the type
	 * @return whether nobody can read anything into it but the names of its constants
	 */
	static boolean isEnum(MapperConfig<?> config, Class<?> type) {
		if (!type.isEnum() || !standsAlone(config, type)) {
			return false;
		}
		for (Field field : type.getDeclaredFields()) {
			if (isAnnotated(field) || !(field.isEnumConstant() || field.isSynthetic())) {
				return false;
			}
		}
		for (Method method : type.getDeclaredMethods()) {
			boolean generated = method.isSynthetic() || method.getName().equals("values")
					|| method.getName().equals("valueOf");
			if (!generated || isAnnotated(method)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Tell whether a type is a record that is made by its canonical constructor, and
	 * whose fields and methods add nothing to the parameters of that: neither annotations
	 * nor properties.
	 * @param config tells what is mixed in
	 * @param type the type
	 * @return whether the constructor tells everything
	 */
	static boolean isRecord(MapperConfig<?> config, Class<?> type) {
		if (!type.isRecord() || !standsAlone(config, type)) {
			return false;
		}
		List<Field> components = components(type);
		Constructor<?> constructor = constructor(type, components);
		if (constructor == null) {
			return false;
		}
		Annotation[][] parameters = constructor.getParameterAnnotations();
		return describeOnly(parameters) && addNothing(type, components, parameters);
	}

	/**
	 * Find the constructor of a plain record that has no other, and to whose parameters
	 * no annotation adds anything.
	 * @param type a plain record
	 * @return the constructor, or {@code null} if there is more to be known
	 */
	static @Nullable Constructor<?> bareConstructor(Class<?> type) {
		Constructor<?>[] constructors = type.getDeclaredConstructors();
		if (constructors.length != 1 || constructors[0].getParameterCount() == 0) {
			return null;
		}
		for (Annotation[] annotations : constructors[0].getParameterAnnotations()) {
			if (annotations.length > 0) {
				return null;
			}
		}
		return constructors[0];
	}

	/** The fields, as they are cheaper to get than the components themselves. */
	static List<Field> components(Class<?> type) {
		List<Field> fields = new ArrayList<>();
		for (Field field : type.getDeclaredFields()) {
			if (!Modifier.isStatic(field.getModifiers())) {
				fields.add(field);
			}
		}
		return fields;
	}

	/** The canonical constructor, unless an annotation may choose another one. */
	private static @Nullable Constructor<?> constructor(Class<?> type, List<Field> components) {
		Constructor<?> canonical = null;
		for (Constructor<?> constructor : type.getDeclaredConstructors()) {
			if (isAnnotated(constructor)) {
				return null;
			}
			canonical = takes(constructor, components) ? constructor : canonical;
		}
		return canonical;
	}

	private static boolean takes(Constructor<?> constructor, List<Field> components) {
		if (constructor.getParameterCount() != components.size()) {
			return false;
		}
		Class<?>[] types = constructor.getParameterTypes();
		for (int i = 0; i < types.length; i++) {
			if (types[i] != components.get(i).getType()) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Tell whether an annotation of a property may choose how its value is bound.
	 * @param annotation the annotation
	 * @return whether it tells Jackson more than names and descriptions
	 */
	static boolean isConfiguration(Annotation annotation) {
		Class<?> type = annotation.annotationType();
		return !NAMES.contains(type)
				&& (type.getName().contains(".jackson.") || type.isAnnotationPresent(JacksonAnnotationsInside.class));
	}

	/** Whether annotations say no more than what a property is called and looks like. */
	private static boolean describeOnly(Annotation[][] parameters) {
		for (Annotation[] annotations : parameters) {
			for (Annotation annotation : annotations) {
				boolean known = annotation instanceof JsonFormat || !isConfiguration(annotation);
				if (!known || (annotation instanceof JsonProperty property
						&& property.access() != JsonProperty.Access.AUTO)) {
					return false;
				}
			}
		}
		return true;
	}

	/**
	 * Whether fields and accessors have no annotation that their parameter has not, and
	 * nothing else may be taken for a property.
	 */
	private static boolean addNothing(Class<?> type, List<Field> components, Annotation[][] parameters) {
		for (int i = 0; i < parameters.length; i++) {
			if (!areAmong(parameters[i], components.get(i))) {
				return false;
			}
		}
		for (Method method : type.getDeclaredMethods()) {
			boolean property = !Modifier.isStatic(method.getModifiers()) && !OBJECT_METHODS.contains(method.getName());
			int index = property ? indexOf(components, method) : -1;
			if ((property && index < 0) || !areAmong(property ? parameters[index] : NONE, method)) {
				return false;
			}
		}
		return true;
	}

	/** The component that a method reads. */
	private static int indexOf(List<Field> components, Method method) {
		for (int i = 0; i < components.size() && method.getParameterCount() == 0; i++) {
			if (components.get(i).getName().equals(method.getName())) {
				return i;
			}
		}
		return -1;
	}

	private static boolean areAmong(Annotation[] known, AnnotatedElement element) {
		Annotation[] annotations = element.getDeclaredAnnotations();
		return annotations.length == 0 || Arrays.asList(known).containsAll(Arrays.asList(annotations));
	}

	private static boolean standsAlone(MapperConfig<?> config, Class<?> type) {
		return type.getInterfaces().length == 0 && !isAnnotated(type) && config.findMixInClassFor(type) == null;
	}

	private static boolean isAnnotated(AnnotatedElement element) {
		return element.getDeclaredAnnotations().length > 0;
	}

}
