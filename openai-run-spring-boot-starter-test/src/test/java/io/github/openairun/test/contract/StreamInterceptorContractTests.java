package io.github.openairun.test.contract;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

import io.github.openairun.ApiException;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.autoconfigure.OpenAiRestClientCustomizer;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What an interceptor of the RestClient receives, on both wires, polled and streamed, on
 * the caller's thread and in the background.
 */
@Timeout(30)
@ParameterizedClass(name = "{0}, streaming {1}, background {2}")
@MethodSource("modes")
class StreamInterceptorContractTests {

	private static final Set<Operation> CREATIONS = Set.of(Operation.CREATE_RUN, Operation.CREATE_THREAD_AND_RUN);

	@Parameter(0)
	Wire wire;

	@Parameter(1)
	String streaming;

	@Parameter(2)
	boolean background;

	private final FakeTime time = new FakeTime();

	/** Statuses of creations, as the interceptor receives them. */
	private final List<Integer> statuses = new CopyOnWriteArrayList<>();

	private final List<String> requestIds = new CopyOnWriteArrayList<>();

	private OpenAiSimulator simulator;

	private Application application;

	static Stream<Arguments> modes() {
		return Stream.of(Wire.values())
			.flatMap((wire) -> Stream.of("off", "auto")
				.flatMap((streaming) -> Stream.of(false, true)
					.map((background) -> Arguments.of(wire, streaming, background))));
	}

	private RunOperations start(ClientHttpRequestInterceptor interceptor, String... properties) {
		this.simulator = OpenAiSimulator.builder().clock(this.time).start();
		this.simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("gpt-4.1"));
		this.simulator.when(message().contains("order")).call("findOrder", Map.of("number", "17")).reply("Shipped");
		this.application = new Application(this.wire, this.simulator, this.time, (context) -> {
			TestPropertyValues.of(properties)
				.and("openai.run.streaming=" + this.streaming, "openai.run.engine.shutdown-grace-period=0s")
				.applyTo(context);
			context.registerBean("interceptor", OpenAiRestClientCustomizer.class,
					() -> (builder) -> builder.requestInterceptor(interceptor));
		});
		RunOperations runs = this.application.runs();
		return this.background ? InBackground.runs(runs) : runs;
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.simulator.close();
	}

	private ClientHttpResponse record(ClientHttpResponse response) throws IOException {
		this.statuses.add(response.getStatusCode().value());
		this.requestIds.add(response.getHeaders().getFirst("x-request-id"));
		return response;
	}

	private static RunRequest request() {
		return RunRequest.assistant("support").message("Where is my order?").build();
	}

	private void failNextCreation(Fault fault) {
		CREATIONS.forEach((operation) -> this.simulator.failNext(operation, fault));
	}

	@Test
	void receivesTheResponsesOfTheServer() {
		RunOperations runs = start((request, body, execution) -> record(execution.execute(request, body)));
		assertThat(runs.execute(request(), new Recording()).text()).isEqualTo("Shipped");
		assertThat(this.statuses).hasSize(this.simulator.exchanges().size()).containsOnly(200);
		assertThat(this.requestIds).doesNotContainNull().doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 429, 503 })
	void receivesTheErrorsOfTheServer(int status) {
		RunOperations runs = start((request, body, execution) -> record(execution.execute(request, body)),
				"openai.max-retries=0");
		failNextCreation(Fault.beforeActing(status).withHeader("retry-after", "1"));
		Throwable failure = catchThrowable(() -> runs.execute(request(), new Recording()));
		assertThat(failure).isInstanceOfSatisfying(ApiException.class,
				(exception) -> assertThat(exception.status()).isEqualTo(status));
		assertThat(this.statuses).endsWith(status).containsOnlyOnce(status);
	}

	@Test
	void mayRepeatARequest() {
		RunOperations runs = start((request, body, execution) -> {
			ClientHttpResponse response = record(execution.execute(request, body));
			return (response.getStatusCode().value() == 503) ? record(execution.execute(request, body)) : response;
		}, "openai.max-retries=0");
		failNextCreation(Fault.beforeActing(503));
		assertThat(runs.execute(request(), new Recording()).text()).isEqualTo("Shipped");
		assertThat(this.statuses).containsOnlyOnce(503);
		assertThat(this.application.tools().invocations()).hasSize(1);
	}

	@Test
	void mayRenewAToken() {
		RunOperations runs = start((request, body, execution) -> {
			ClientHttpResponse response = record(execution.execute(request, body));
			if (response.getStatusCode().value() != 401) {
				return response;
			}
			response.close();
			request.getHeaders().setBearerAuth("sk-renewed");
			return record(execution.execute(request, body));
		});
		failNextCreation(Fault.beforeActing(401));
		assertThat(runs.execute(request(), new Recording()).text()).isEqualTo("Shipped");
		assertThat(this.statuses).containsOnlyOnce(401);
	}

}
