package io.github.openairun.test.contract;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import io.github.openairun.ResumeRequest;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.TypeRef;

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
		if (last instanceof RunListener listener && arguments[0] instanceof RunRequest request
				&& method.getName().equals("execute")) {
			return (arguments[1] instanceof TypeRef<?> type) ? this.target.start(request, type, listener).join()
					: this.target.start(request, listener).join();
		}
		if (last instanceof RunListener listener && arguments[0] instanceof ResumeRequest request
				&& method.getName().equals("resume")) {
			return (arguments[1] instanceof TypeRef<?> type) ? this.target.resumeAsync(request, type, listener).join()
					: this.target.resumeAsync(request, listener).join();
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
