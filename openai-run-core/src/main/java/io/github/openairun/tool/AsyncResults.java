package io.github.openairun.tool;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Waits for asynchronous results and collects their elements.
 */
final class AsyncResults {

	/** More elements than an output that servers accept can contain. */
	private static final int MAX_ELEMENTS = 100_000;

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Mono",
			AsyncResults.class.getClassLoader());

	private AsyncResults() {
	}

	/**
	 * Wait for a handler's result and collect its elements.
	 * @param result the object that the handler returned
	 * @return the result, once it is there
	 * @throws Throwable the failure of the computation
	 */
	static @Nullable Object await(@Nullable Object result) throws Throwable {
		if (result instanceof CompletionStage<?> stage) {
			return collect(get(stage.toCompletableFuture()));
		}
		if (result instanceof Future<?> future) {
			return collect(get(future));
		}
		if (result != null && mayBeReactive(result.getClass())) {
			CompletableFuture<?> future = Reactor.future(result);
			return (future != null) ? collect(getOrCancel(future)) : collect(result);
		}
		return collect(result);
	}

	private static @Nullable Object getOrCancel(CompletableFuture<?> future) throws Throwable {
		try {
			return get(future);
		}
		finally {
			// ends the subscription, if the wait was interrupted
			future.cancel(true);
		}
	}

	private static @Nullable Object get(Future<?> future) throws Throwable {
		try {
			return future.get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
	}

	private static @Nullable Object collect(@Nullable Object result) throws Exception {
		if (result instanceof BaseStream<?, ?> stream) {
			try (stream) {
				return list(stream.iterator());
			}
		}
		if (result instanceof Iterator<?> iterator) {
			try (AutoCloseable resource = (iterator instanceof AutoCloseable closeable) ? closeable : () -> {
			}) {
				return list(iterator);
			}
		}
		return result;
	}

	private static List<?> list(Iterator<?> elements) throws InterruptedException {
		List<@Nullable Object> list = new ArrayList<>();
		while (elements.hasNext()) {
			if (Thread.interrupted()) {
				throw new InterruptedException("The elements of a result were not collected in time");
			}
			requireSpace(list.size());
			list.add(elements.next());
		}
		return list;
	}

	private static void requireSpace(long size) {
		Assert.state(size < MAX_ELEMENTS, () -> "The result has more than " + MAX_ELEMENTS + " elements");
	}

	/** Return whether a method has no result, immediate or asynchronous. */
	static boolean isNothing(Method method) {
		return (isLater(method.getReturnType()) || KotlinDetector.isSuspendingFunction(method))
				? isNothing(ResolvableType.forMethodReturnType(method)) : isNothing(method.getReturnType());
	}

	/** Return whether a declared type has no result, immediate or asynchronous. */
	static boolean isNothing(ResolvableType declared) {
		return isNothing(result(declared).toClass());
	}

	private static boolean isNothing(Class<?> result) {
		return result == void.class || result == Void.class || result.getName().equals("kotlin.Unit");
	}

	/**
	 * Return the type of the final result: the declared type, unless it is awaited or
	 * collected to a list.
	 */
	static ResolvableType result(ResolvableType declared) {
		Class<?> raw = declared.toClass();
		if (CompletionStage.class.isAssignableFrom(raw)) {
			return collected(declared.as(CompletionStage.class).getGeneric());
		}
		if (Future.class.isAssignableFrom(raw)) {
			return collected(declared.as(Future.class).getGeneric());
		}
		return mayBeReactive(raw) ? Reactor.result(declared) : collected(declared);
	}

	private static ResolvableType collected(ResolvableType type) {
		Class<?> raw = type.toClass();
		if (BaseStream.class.isAssignableFrom(raw)) {
			return listOf(type.as(BaseStream.class).getGeneric());
		}
		return Iterator.class.isAssignableFrom(raw) ? listOf(type.as(Iterator.class).getGeneric()) : type;
	}

	private static ResolvableType listOf(ResolvableType element) {
		if (isNothing(element.toClass())) {
			return element;
		}
		return (element == ResolvableType.NONE) ? ResolvableType.forClass(List.class)
				: ResolvableType.forClassWithGenerics(List.class, element);
	}

	/** Whether a result of a type is waited for or collected. */
	static boolean isLater(Class<?> type) {
		return CompletionStage.class.isAssignableFrom(type) || Future.class.isAssignableFrom(type)
				|| BaseStream.class.isAssignableFrom(type) || Iterator.class.isAssignableFrom(type)
				|| (mayBeReactive(type) && Reactor.adapter(type) != null);
	}

	/**
	 * Return whether a type is one of elements that are pushed, which are collected only
	 * if Reactor is on the class path.
	 * @param type the declared type of a result
	 * @return whether its elements cannot be collected
	 */
	static boolean needsReactor(Class<?> type) {
		return !REACTOR && (Flow.Publisher.class.isAssignableFrom(type) || isReactiveStreamsPublisher(type));
	}

	private static boolean isReactiveStreamsPublisher(Class<?> type) {
		try {
			return ClassUtils.forName("org.reactivestreams.Publisher", type.getClassLoader()).isAssignableFrom(type);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	/** Return whether a type may have a reactive adapter; most have none. */
	private static boolean mayBeReactive(Class<?> type) {
		return REACTOR && !type.isPrimitive() && !type.isArray() && !type.isRecord() && !type.isEnum()
				&& (!type.getName().startsWith("java.") || Flow.Publisher.class.isAssignableFrom(type));
	}

	private static final class Reactor {

		static @Nullable ReactiveAdapter adapter(Class<?> type) {
			return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		}

		static @Nullable CompletableFuture<?> future(Object result) {
			ReactiveAdapter adapter = adapter(result.getClass());
			if (adapter == null) {
				return null;
			}
			Publisher<?> publisher = adapter.toPublisher(result);
			return adapter.isMultiValue()
					? Flux.from(publisher).index((index, element) -> element(index, element)).collectList().toFuture()
					: Mono.from(publisher).toFuture();
		}

		private static Object element(long index, Object element) {
			requireSpace(index);
			return element;
		}

		static ResolvableType result(ResolvableType declared) {
			ReactiveAdapter adapter = adapter(declared.toClass());
			if (adapter == null) {
				return collected(declared);
			}
			if (adapter.isNoValue()) {
				return ResolvableType.forClass(Void.class);
			}
			ResolvableType element = Publisher.class.isAssignableFrom(declared.toClass())
					? declared.as(Publisher.class).getGeneric() : declared.getGeneric();
			return adapter.isMultiValue() ? listOf(element) : collected(element);
		}

	}

}
