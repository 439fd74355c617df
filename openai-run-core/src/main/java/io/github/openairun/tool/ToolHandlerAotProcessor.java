package io.github.openairun.tool;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

import io.github.openairun.DeferredOutput;
import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandler;

/**
 * Contributes the hints of a native image for handlers: their methods, and the types of
 * their arguments and results.
 */
class ToolHandlerAotProcessor implements BeanRegistrationAotProcessor {

	private static final Set<Class<?>> INJECTED = Set.of(ToolContext.class, Run.class, ToolCall.class, Locale.class,
			DeferredOutput.class);

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		Class<?> type = ClassUtils.getUserClass(registeredBean.getBeanClass());
		Set<Method> methods = MethodIntrospector.selectMethods(type,
				(Method method) -> AnnotatedElementUtils.hasAnnotation(method, ToolHandler.class));
		return methods.isEmpty() ? null : new Contribution(methods);
	}

	private record Contribution(Set<Method> methods) implements BeanRegistrationAotContribution {

		@Override
		public void applyTo(GenerationContext generationContext, BeanRegistrationCode beanRegistrationCode) {
			ReflectionHints hints = generationContext.getRuntimeHints().reflection();
			for (Method method : this.methods) {
				hints.registerMethod(method, ExecutableMode.INVOKE);
				new BindingReflectionHintsRegistrar().registerReflectionHints(hints,
						types(method).toArray(Type[]::new));
			}
		}

		private static List<Type> types(Method method) {
			List<Type> types = new ArrayList<>();
			for (int i = 0; i < KotlinHandlers.parameterCount(method); i++) {
				MethodParameter parameter = new MethodParameter(method, i);
				if (!INJECTED.contains(parameter.getParameterType())) {
					types.add(parameter.getGenericParameterType());
				}
			}
			if (method.getReturnType() != void.class) {
				types.add(new MethodParameter(method, -1).getGenericParameterType());
			}
			return types;
		}

	}

}
