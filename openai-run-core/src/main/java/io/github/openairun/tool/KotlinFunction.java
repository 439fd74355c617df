package io.github.openairun.tool;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import kotlin.jvm.JvmClassMappingKt;
import kotlin.reflect.KClass;
import kotlin.reflect.KFunction;
import kotlin.reflect.KParameter;
import kotlin.reflect.full.KClasses;
import kotlin.reflect.jvm.KCallablesJvm;
import kotlin.reflect.jvm.ReflectJvmMapping;
import org.jspecify.annotations.Nullable;
import org.springframework.core.CoroutinesUtils;
import org.springframework.core.KotlinDetector;

/**
 * A handler that is written in Kotlin. A call uses the default values of parameters,
 * boxes value classes and starts suspending functions.
 */
final class KotlinFunction {

	private final Method method;

	private final KFunction<?> function;

	private final List<KParameter> parameters;

	private KotlinFunction(Method method, KFunction<?> function) {
		this.method = method;
		this.function = function;
		this.parameters = function.getParameters()
			.stream()
			.filter((parameter) -> parameter.getKind() != KParameter.Kind.INSTANCE)
			.toList();
	}

	/** Return the function behind a method, or {@code null} if there is none. */
	static @Nullable KotlinFunction of(Method method) {
		KFunction<?> function = ReflectJvmMapping.getKotlinFunction(method);
		return (function != null) ? new KotlinFunction(method, function) : null;
	}

	/** Return whether a parameter of a constructor has a default value. */
	static boolean hasDefault(Constructor<?> constructor, int position) {
		KFunction<?> function = ReflectJvmMapping.getKotlinFunction(constructor);
		return function != null && position < function.getParameters().size()
				&& function.getParameters().get(position).isOptional();
	}

	String name() {
		return this.function.getName();
	}

	boolean hasDefault(int position) {
		return position < this.parameters.size() && this.parameters.get(position).isOptional();
	}

	/** Return whether Java's reflection cannot call the function. */
	boolean isNeeded() {
		return this.function.isSuspend() || this.parameters.stream()
			.anyMatch((parameter) -> parameter.isOptional() || valueClass(parameter) != null);
	}

	/**
	 * Call the function.
	 * @param bean the bean, or its proxy
	 * @param values the values of the parameters; a parameter whose value is {@code null}
	 * takes its default value if it has one
	 * @return the result, or the publisher of a suspending function's result
	 * @throws Exception the exception of the function, possibly wrapped
	 */
	@SuppressWarnings("NullAway") // Spring's method takes null for default values
	@Nullable Object call(Object bean, @Nullable Object[] values) throws Exception {
		if (this.function.isSuspend()) {
			return CoroutinesUtils.invokeSuspendingFunction(this.method, bean, values);
		}
		KCallablesJvm.setAccessible(this.function, true);
		Map<KParameter, @Nullable Object> arguments = new HashMap<>();
		arguments.put(this.function.getParameters().get(0), bean);
		for (int i = 0; i < this.parameters.size(); i++) {
			KParameter parameter = this.parameters.get(i);
			Object value = values[i];
			if (value != null || !parameter.isOptional()) {
				arguments.put(parameter, boxed(parameter, value));
			}
		}
		return this.function.callBy(arguments);
	}

	private static @Nullable Object boxed(KParameter parameter, @Nullable Object value) throws Exception {
		KClass<?> valueClass = valueClass(parameter);
		if (valueClass == null || value == null || valueClass.isInstance(value)) {
			return value;
		}
		KFunction<?> constructor = KClasses.getPrimaryConstructor(valueClass);
		if (constructor == null) {
			return value;
		}
		KCallablesJvm.setAccessible(constructor, true);
		return constructor.call(value);
	}

	private static @Nullable KClass<?> valueClass(KParameter parameter) {
		return (parameter.getType().getClassifier() instanceof KClass<?> type
				&& KotlinDetector.isInlineClass(JvmClassMappingKt.getJavaClass(type))) ? type : null;
	}

}
