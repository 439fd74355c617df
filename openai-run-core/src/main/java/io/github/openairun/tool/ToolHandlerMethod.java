package io.github.openairun.tool;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ReflectionUtils;

import io.github.openairun.DeferredOutput;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolRegistration;

/**
 * A handler method of a bean. A bean that is no singleton is retrieved for each call, so
 * that scopes apply. The method is called through the bean's proxy, so that aspects
 * apply.
 */
final class ToolHandlerMethod implements RegisteredTool {

	/** Takes the place of the promise until the arguments are valid. */
	private static final DeferredOutput NO_PROMISE = new DeferredOutput("none");

	private final Declaration declaration;

	private final BeanFactory beanFactory;

	private final String beanName;

	private final Method method;

	private final ParameterValues parameters;

	private final boolean returnsNothing;

	private final @Nullable Type resultType;

	private volatile @Nullable Object singleton;

	private volatile @Nullable Invocable invocable;

	ToolHandlerMethod(Declaration declaration, BeanFactory beanFactory, String beanName, Method method,
			ParameterValues parameters) {
		this.declaration = declaration;
		this.beanFactory = beanFactory;
		this.beanName = beanName;
		this.method = method;
		this.parameters = parameters;
		this.returnsNothing = AsyncResults.isNothing(method);
		this.resultType = declaration.resultType();
	}

	@Override
	public ToolDefinition definition() {
		return this.declaration.definition();
	}

	@Override
	public ToolRegistration.Execution settings() {
		return this.declaration.settings();
	}

	@Override
	public String describe() {
		return ToolHandlerChecks.describe(this.beanName, this.method);
	}

	@Override
	public boolean returnsNothing() {
		return this.returnsNothing;
	}

	@Override
	public @Nullable Type resultType() {
		return this.resultType;
	}

	@Override
	public boolean isDeferred() {
		return this.parameters.deferredAt() >= 0;
	}

	@Override
	public Map<String, @Nullable Object> bind(ToolCall call) {
		@Nullable Object[] values = this.parameters.binder().bind(call.arguments());
		this.parameters.validator().validate(bean(), values);
		return this.parameters.binder().named(values);
	}

	@Override
	public @Nullable Object invoke(ToolBatch batch, ToolCall call) throws Throwable {
		@Nullable Object[] values = this.parameters.binder().bind(call.arguments());
		if (this.parameters.fromContext().length > 0) {
			addContextParameters(values, batch.contextOf(call));
		}
		if (isDeferred()) {
			values[this.parameters.deferredAt()] = NO_PROMISE;
		}
		Object bean = bean();
		this.parameters.validator().validate(bean, values);
		if (isDeferred()) {
			values[this.parameters.deferredAt()] = batch.context().decisions().promises().promise(call);
		}
		try {
			return invocable(bean.getClass()).invoke(bean, values);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private void addContextParameters(@Nullable Object[] values, ToolContext context) {
		for (ParameterValues.ContextParameter parameter : this.parameters.fromContext()) {
			values[parameter.position()] = parameter.resolver().resolve(context);
		}
	}

	private Object bean() {
		Object known = this.singleton;
		if (known != null) {
			return known;
		}
		Object bean = this.beanFactory.getBean(this.beanName);
		if (this.beanFactory.isSingleton(this.beanName)) {
			this.singleton = bean;
		}
		return bean;
	}

	private Invocable invocable(Class<?> beanClass) {
		Invocable known = this.invocable;
		if (known == null || known.beanClass() != beanClass) {
			Method method = AopUtils.selectInvocableMethod(this.method, beanClass);
			ReflectionUtils.makeAccessible(method);
			known = new Invocable(beanClass, method, KotlinHandlers.caller(method));
			this.invocable = known;
		}
		return known;
	}

	/**
	 * The definition and settings of a handler, and its declared result.
	 */
	record Declaration(ToolDefinition definition, ToolRegistration.Execution settings, @Nullable Type resultType) {
	}

	private record Invocable(Class<?> beanClass, Method method, @Nullable KotlinFunction function) {

		@Nullable Object invoke(Object bean, @Nullable Object[] values) throws Exception {
			return (this.function != null) ? this.function.call(bean, values) : this.method.invoke(bean, values);
		}

	}

	/**
	 * The sources of the values of a method's parameters.
	 *
	 * @param binder binds those that come from the model
	 * @param fromContext the parameters that are resolved from the context
	 * @param deferredAt the position of the promise of the output, or a negative number
	 * @param validator validates them
	 */
	record ParameterValues(ArgumentBinder binder, ContextParameter[] fromContext, int deferredAt,
			ArgumentValidator validator) {

		/**
		 * A parameter whose value comes from the context of the call.
		 *
		 * @param position the parameter's position
		 * @param resolver resolves its value
		 */
		record ContextParameter(int position, ContextParameterResolver resolver) {
		}

	}

}
