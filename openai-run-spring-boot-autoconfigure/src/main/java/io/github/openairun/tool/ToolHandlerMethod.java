package io.github.openairun.tool;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ReflectionUtils;

import io.github.openairun.ToolDefinition;

/**
 * A method of a bean that handles a tool. The bean is looked up for each call, so that
 * scopes apply, and called through its proxy, so that aspects do.
 */
final class ToolHandlerMethod {

	private final ToolDefinition definition;

	private final BeanFactory beanFactory;

	private final String beanName;

	private final Method method;

	private final ArgumentBinder binder;

	private volatile @Nullable Invocable invocable;

	ToolHandlerMethod(ToolDefinition definition, BeanFactory beanFactory, String beanName, Method method,
			ArgumentBinder binder) {
		this.definition = definition;
		this.beanFactory = beanFactory;
		this.beanName = beanName;
		this.method = method;
		this.binder = binder;
	}

	ToolDefinition definition() {
		return this.definition;
	}

	/** The method as a message names it. */
	String describe() {
		return ToolHandlerScanner.describe(this.method) + " of bean '" + this.beanName + "'";
	}

	/** Whether there is no result, not even {@code null}. */
	boolean returnsNothing() {
		return this.method.getReturnType() == void.class || this.method.getReturnType() == Void.class;
	}

	/**
	 * Call the method.
	 * @param arguments the arguments as the model wrote them
	 * @return the result
	 * @throws InvalidArgumentsException if the arguments do not fit the parameters
	 * @throws Throwable what the method threw, possibly wrapped
	 */
	@Nullable Object invoke(String arguments) throws Throwable {
		@Nullable Object[] values = this.binder.bind(arguments);
		Object bean = this.beanFactory.getBean(this.beanName);
		try {
			return invocable(bean.getClass()).invoke(bean, values);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private Method invocable(Class<?> beanClass) {
		Invocable known = this.invocable;
		if (known == null || known.beanClass() != beanClass) {
			Method method = AopUtils.selectInvocableMethod(this.method, beanClass);
			ReflectionUtils.makeAccessible(method);
			known = new Invocable(beanClass, method);
			this.invocable = known;
		}
		return known.method();
	}

	private record Invocable(Class<?> beanClass, Method method) {

	}

}
