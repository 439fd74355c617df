package io.github.openairun;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

import io.github.openairun.wire.RetryPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every exception of the library keeps what it tells when it is serialized, as HTTP
 * sessions, caches and remote calls do it.
 */
class ExceptionSerializationTests {

	private static final ApiError ERROR = new ApiError(409, "POST /responses", "Locked", "conflict",
			"conversation_locked", "conversation", "req_1", Duration.ofSeconds(2));

	private static final Message MESSAGE = Message.builder(Message.ASSISTANT)
		.id("msg_1")
		.threadId("thread_1")
		.runId("run_1")
		.content(List.of(
				new ContentPart.Text("Hi",
						List.of(Citation.builder("url_citation").url("https://a").endIndex(2).build())),
				new ContentPart.Refusal("No"), ContentPart.imageUrl("https://a/b"), ContentPart.imageFile("file_1"),
				ContentPart.file("file_2"), new ContentPart.Other("new", "{}")))
		.createdAt(Instant.EPOCH)
		.metadata(Map.of("a", "b"))
		.build();

	private static final Run RUN = Run.builder("run_1", "thread_1")
		.status(RunStatus.REQUIRES_ACTION)
		.assistant("support")
		.toolCalls(List.of(new ToolCall("call_1", "f", "{}")))
		.tools(List.of(new ToolDefinition("f", "Does", "{}", true)))
		.metadata(Map.of("a", "b"))
		.createdAt(Instant.EPOCH)
		.startedAt(Instant.EPOCH)
		.lastError(new RunError("server_error", "Oops"))
		.usage(new RunUsage(1, 2, 3))
		.continuation("opaque")
		.pollAfter(Duration.ofMillis(5))
		.build();

	private static final PendingCall PENDING_CALL = new PendingCall("p1", PendingCall.Kind.APPROVAL, "run_1",
			"thread_1", "support", RUN.toolCalls().get(0), "why", Instant.EPOCH, null, Map.of("tenant", "a"));

	static Stream<Constructor<?>> constructors() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false) {

			@Override
			protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
				return !definition.getMetadata().isAbstract();
			}

		};
		scanner.addIncludeFilter(new AssignableTypeFilter(RuntimeException.class));
		return scanner.findCandidateComponents("io.github.openairun")
			.stream()
			.map((definition) -> ClassUtils.resolveClassName(String.valueOf(definition.getBeanClassName()), null))
			.filter(ExceptionSerializationTests::isMain)
			.flatMap((type) -> Arrays.stream(type.getDeclaredConstructors()))
			.filter((constructor) -> !constructor.isSynthetic());
	}

	private static boolean isMain(Class<?> type) {
		return !type.getProtectionDomain().getCodeSource().getLocation().getPath().contains("test-classes");
	}

	@Test
	void exceptionsAreFound() {
		assertThat(constructors().map(Constructor::getDeclaringClass).map(Class::getName)).contains(
				RunNotCompletedException.class.getName(), ApiException.class.getName(),
				"io.github.openairun.tool.InvalidArgumentsException",
				"io.github.openairun.wire.EventParser$EventTooLargeException");
	}

	@ParameterizedTest
	@MethodSource("constructors")
	void everyAccessorReturnsTheSameAfterwards(Constructor<?> constructor) throws Exception {
		constructor.setAccessible(true);
		Object before = constructor.newInstance(Arrays.stream(constructor.getGenericParameterTypes())
			.map(ExceptionSerializationTests::value)
			.toArray());

		Object after = copy(before);

		assertThat(after).hasSameClassAs(before);
		for (Class<?> type = before.getClass(); type != RuntimeException.class; type = type.getSuperclass()) {
			for (Method method : type.getDeclaredMethods()) {
				if (isAccessor(method)) {
					assertThat(call(method, after)).as(method.toString())
						.usingRecursiveComparison()
						.ignoringFieldsMatchingRegexes(".*stackTrace.*", ".*policy")
						.isEqualTo(call(method, before));
				}
			}
		}
		assertThat(after).hasToString(before.toString());
	}

	private static boolean isAccessor(Method method) {
		return method.getParameterCount() == 0 && method.getReturnType() != void.class && !method.isSynthetic()
				&& !Modifier.isPrivate(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
	}

	private static Object call(Method method, Object target) throws IllegalAccessException {
		method.setAccessible(true);
		try {
			return method.invoke(target);
		}
		catch (InvocationTargetException ex) {
			throw new AssertionError(method + " failed", ex.getCause());
		}
	}

	private static Object value(Type type) {
		if (type instanceof ParameterizedType generic) {
			assertThat((Class<?>) generic.getRawType()).isIn(List.class, Collection.class);
			return List.of(value(generic.getActualTypeArguments()[0]));
		}
		Class<?> raw = (Class<?>) type;
		if (BeanUtils.isSimpleProperty(raw)) {
			return simple(raw);
		}
		return Stream
			.of(ERROR, MESSAGE, RUN, new RunResult(RUN, List.of(MESSAGE)), RUN.toolCalls().get(0),
					RetryPolicy.defaults(), new ApiException(ERROR), Duration.ofSeconds(17), PENDING_CALL,
					CallDecision.of(CallDecision.Verdict.DENIED, Decision.by("anna"), Instant.EPOCH))
			.filter(raw::isInstance)
			.findFirst()
			.orElseThrow(() -> new AssertionError("No value of " + raw));
	}

	private static Object simple(Class<?> type) {
		if (type == int.class) {
			return 17;
		}
		if (type == boolean.class) {
			return true;
		}
		return type.isEnum() ? type.getEnumConstants()[1] : "text";
	}

	private static Object copy(Object object) throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(object);
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			return in.readObject();
		}
	}

}
