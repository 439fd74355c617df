package io.github.openairun.test.contract;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;

/**
 * Operations that drive runs in the background and wait for them, instead of driving them
 * on the caller's thread.
 */
final class InBackground implements InvocationHandler {

	private final RunOperations target;

	private InBackground(RunOperations target) {
		this.target = target;
	}

	static RunOperations runs(RunOperations target) {
		return (RunOperations) Proxy.newProxyInstance(RunOperations.class.getClassLoader(),
				new Class<?>[] { RunOperations.class }, new InBackground(target));
	}

	@Override
	public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
		if (method.isDefault()) {
			return InvocationHandler.invokeDefault(proxy, method, arguments);
		}
		Object last = (arguments != null) ? arguments[arguments.length - 1] : null;
		if (method.getName().equals("execute") && last instanceof RunListener listener) {
			return this.target.start((RunRequest) arguments[0], listener).join();
		}
		if (method.getName().equals("resume")) {
			return this.target.resumeAsync((String) arguments[0], (String) arguments[1], (RunListener) last).join();
		}
		try {
			Object result = method.invoke(this.target, arguments);
			return (result instanceof RunOperations runs) ? runs(runs) : result;
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

}
