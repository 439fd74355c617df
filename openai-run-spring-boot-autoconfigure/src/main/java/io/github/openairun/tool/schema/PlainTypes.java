package io.github.openairun.tool.schema;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;

/**
 * Recognizes types that say all that Jackson can learn of them in one place: enums in the
 * names of their constants, and records in the constructor that they are made of.
 */
final class PlainTypes {

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
		RecordComponent[] components = type.getRecordComponents();
		Constructor<?> constructor = constructor(type, components);
		return constructor != null && addNothing(type, components, constructor.getParameterAnnotations())
				&& hasOnlyAccessors(type, components.length);
	}

	/** The canonical constructor, unless an annotation may choose another one. */
	private static @Nullable Constructor<?> constructor(Class<?> type, RecordComponent[] components) {
		Constructor<?> canonical = null;
		for (Constructor<?> constructor : type.getDeclaredConstructors()) {
			if (isAnnotated(constructor)) {
				return null;
			}
			if (constructor.getParameterCount() == components.length && areTypes(components, constructor)) {
				canonical = constructor;
			}
		}
		return canonical;
	}

	private static boolean areTypes(RecordComponent[] components, Constructor<?> constructor) {
		Class<?>[] types = constructor.getParameterTypes();
		for (int i = 0; i < types.length; i++) {
			if (types[i] != components[i].getType()) {
				return false;
			}
		}
		return true;
	}

	/** Whether fields and accessors have no annotation that their parameter has not. */
	private static boolean addNothing(Class<?> type, RecordComponent[] components, Annotation[][] parameters) {
		int index = 0;
		for (Field field : type.getDeclaredFields()) {
			if (Modifier.isStatic(field.getModifiers())) {
				continue;
			}
			// Java promises no order of fields
			if (!field.getName().equals(components[index].getName()) || !areAmong(parameters[index], field)
					|| !areAmong(parameters[index], components[index].getAccessor())) {
				return false;
			}
			index++;
		}
		return true;
	}

	private static boolean hasOnlyAccessors(Class<?> type, int components) {
		int count = 0;
		for (Method method : type.getDeclaredMethods()) {
			boolean property = !Modifier.isStatic(method.getModifiers()) && !OBJECT_METHODS.contains(method.getName());
			if (!property && isAnnotated(method)) {
				return false;
			}
			count += property ? 1 : 0;
		}
		return count == components;
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
