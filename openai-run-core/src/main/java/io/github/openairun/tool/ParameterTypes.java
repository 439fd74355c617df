package io.github.openairun.tool;

import java.lang.ref.WeakReference;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.RecordComponent;

import org.jspecify.annotations.Nullable;

/**
 * The types of the parameters of a method or constructor as they were written, with their
 * annotations. Java works them all out whenever it is asked, and Jackson asks about one
 * parameter after the other, several times each; so those of the last executable are
 * kept.
 */
final class ParameterTypes {

	/** Weak, so that no class is kept from being unloaded. */
	private static volatile WeakReference<@Nullable ParameterTypes> last = new WeakReference<>(null);

	private final Executable executable;

	private final AnnotatedType[] types;

	private ParameterTypes(Executable executable) {
		this.executable = executable;
		this.types = executable.getAnnotatedParameterTypes();
		if (executable.getDeclaringClass().isRecord() && hasArguments(this.types)) {
			useComponents(executable.getDeclaringClass().getRecordComponents());
		}
	}

	/**
	 * Return the type of a parameter.
	 * @param executable has the parameter
	 * @param index the parameter's position
	 * @return its type, or {@code null} if it was not written
	 */
	static @Nullable AnnotatedType of(Executable executable, int index) {
		ParameterTypes known = last.get();
		if (known == null || !known.executable.equals(executable)) {
			known = new ParameterTypes(executable);
			last = new WeakReference<>(known);
		}
		AnnotatedType[] types = known.types;
		return (index < types.length && types.length == executable.getParameterCount()) ? types[index] : null;
	}

	private static boolean hasArguments(AnnotatedType[] types) {
		for (AnnotatedType type : types) {
			if (hasArguments(type)) {
				return true;
			}
		}
		return false;
	}

	private static boolean hasArguments(AnnotatedType type) {
		return type instanceof AnnotatedParameterizedType || type instanceof AnnotatedArrayType;
	}

	/**
	 * Compilers lose the annotations of type arguments in the compact constructor of a
	 * record, so it is the component that is asked.
	 */
	private void useComponents(RecordComponent[] components) {
		if (!isCanonical(components)) {
			return;
		}
		for (int i = 0; i < this.types.length; i++) {
			if (hasArguments(this.types[i])) {
				this.types[i] = components[i].getAnnotatedType();
			}
		}
	}

	private boolean isCanonical(RecordComponent[] components) {
		Class<?>[] parameters = this.executable.getParameterTypes();
		if (parameters.length != components.length || this.types.length != components.length) {
			return false;
		}
		for (int i = 0; i < parameters.length; i++) {
			if (parameters[i] != components[i].getType()) {
				return false;
			}
		}
		return true;
	}

}
