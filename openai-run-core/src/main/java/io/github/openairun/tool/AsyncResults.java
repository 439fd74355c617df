package io.github.openairun.tool;

import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Mono;

/**
 * Waits for results that come later.
 */
final class AsyncResults {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Mono",
			AsyncResults.class.getClassLoader());

	private AsyncResults() {
	}

	/**
	 * Return what a handler's result comes to.
	 * @param result what the handler returned
	 * @return the result, once it is there
	 * @throws Throwable what the computation failed with
	 */
	static @Nullable Object await(@Nullable Object result) throws Throwable {
		CompletionStage<?> stage = (result instanceof CompletionStage<?> future) ? future
				: (REACTOR && result != null) ? Reactor.stage(result) : null;
		if (stage == null) {
			return result;
		}
		try {
			return stage.toCompletableFuture().get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
		catch (InterruptedException ex) {
			if (stage != result) {
				// The subscription is the library's own; a stage may have other
				// dependents.
				stage.toCompletableFuture().cancel(true);
			}
			throw ex;
		}
	}

	/** Whether a method has no result, neither now nor later. */
	static boolean isNothing(Method method) {
		return (isLater(method.getReturnType()) || KotlinDetector.isSuspendingFunction(method))
				? isNothing(ResolvableType.forMethodReturnType(method)) : isNothing(method.getReturnType());
	}

	/** Whether there is no result of a declared type, neither now nor later. */
	static boolean isNothing(ResolvableType declared) {
		return isNothing(result(declared).toClass());
	}

	private static boolean isNothing(Class<?> result) {
		return result == void.class || result == Void.class || result.getName().equals("kotlin.Unit");
	}

	/** What a declared type comes to: itself, unless it is waited for. */
	static ResolvableType result(ResolvableType declared) {
		Class<?> raw = declared.toClass();
		if (!isLater(raw)) {
			return declared;
		}
		return declared.as(CompletionStage.class.isAssignableFrom(raw) ? CompletionStage.class : raw).getGeneric();
	}

	/** Whether a result of a type is waited for. */
	static boolean isLater(Class<?> type) {
		return CompletionStage.class.isAssignableFrom(type) || (REACTOR && Reactor.isMono(type));
	}

	private static final class Reactor {

		static @Nullable CompletionStage<?> stage(Object result) {
			return (result instanceof Mono<?> mono) ? mono.toFuture() : null;
		}

		static boolean isMono(Class<?> type) {
			return Mono.class.isAssignableFrom(type);
		}

	}

}
