package io.github.openairun.tool;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.support.AopUtils;

/**
 * Rejects methods that cannot be handlers, and names handlers in messages.
 */
final class ToolHandlerChecks {

	private ToolHandlerChecks() {
	}

	/** Add a tool, or throw an exception if there is one of its name. */
	static void add(RegisteredTool tool, Map<String, RegisteredTool> tools) {
		RegisteredTool other = tools.putIfAbsent(tool.definition().name(), tool);
		if (other != null) {
			boolean methods = tool instanceof ToolHandlerMethod && other instanceof ToolHandlerMethod;
			throw new ToolDeclarationException(
					"Two " + (methods ? "methods" : "beans") + " handle the tool '" + tool.definition().name() + "': "
							+ other.describe() + " and " + tool.describe() + ".",
					"Give one of them another name" + (methods ? " with @ToolHandler(name = \"...\")." : "."));
		}
	}

	/**
	 * Reject a method that could not be called. The proxy of a bean that does not exist
	 * yet is checked when the method is called.
	 */
	static void checkInvocable(String beanName, @Nullable Class<?> beanType, Method method) {
		if (Modifier.isPrivate(method.getModifiers())) {
			throw new ToolDeclarationException(
					"The tool handler " + describe(beanName, method)
							+ " is private, so it cannot be called through a proxy.",
					KotlinHandlers.remedy(method, "Make it at least package-private.", "Make it public or internal."));
		}
		if (Modifier.isStatic(method.getModifiers())) {
			throw new ToolDeclarationException(
					"The tool handler " + describe(beanName, method) + " is static, so it is not a method of the bean.",
					"Make it an instance method.");
		}
		if (beanType == null || !SpringProxy.class.isAssignableFrom(beanType)) {
			return;
		}
		if (!Proxy.isProxyClass(beanType) && Modifier.isFinal(method.getModifiers())) {
			throw new ToolDeclarationException(
					"The tool handler " + describe(beanName, method)
							+ " is final, and the bean's proxy cannot pass on final methods.",
					KotlinHandlers.remedy(method, "Make it non-final.",
							"Make class and function 'open', as the compiler plugin kotlin-spring does for classes "
									+ "with Spring's annotations."));
		}
		try {
			AopUtils.selectInvocableMethod(method, beanType);
		}
		catch (IllegalStateException ex) {
			throw new ToolDeclarationException("The tool handler " + describe(beanName, method)
					+ " cannot be called: the bean is proxied by its interfaces, and none of them has the method.",
					"Either declare the method in an interface of the bean, or let its class be proxied "
							+ "(proxyTargetClass = true).",
					ex);
		}
	}

	/** Return a handler as a message names it. */
	static String describe(String beanName, Method method) {
		return describe(method) + " of bean '" + beanName + "'";
	}

	/** Return a method as a message names it. */
	private static String describe(Method method) {
		StringBuilder text = new StringBuilder(method.getDeclaringClass().getName()).append('.')
			.append(method.getName())
			.append('(');
		String separator = "";
		for (int i = 0; i < KotlinHandlers.parameterCount(method); i++) {
			text.append(separator).append(method.getParameterTypes()[i].getSimpleName());
			separator = ", ";
		}
		return text.append(')').toString();
	}

}
