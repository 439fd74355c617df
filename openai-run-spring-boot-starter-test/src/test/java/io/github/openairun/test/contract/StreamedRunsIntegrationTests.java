package io.github.openairun.test.contract;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.Assistant;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolOutput;
import io.github.openairun.test.simulator.Exchange;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.StreamFaults;
import io.github.openairun.test.simulator.Wire;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunEvent;
import io.github.openairun.wire.RunGateway;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams of both wires, from the auto-configuration to the simulator.
 */
class StreamedRunsIntegrationTests {

	private static final ToolDefinition FIND_ORDER = new ToolDefinition("findOrder", "Finds an order", """
			{"type":"object","properties":{"number":{"type":"string"}},"required":["number"],\
			"additionalProperties":false}""", true);

	private final OpenAiSimulator simulator = OpenAiSimulator.start();

	private Application application;

	@AfterEach
	void close() {
		this.application.close();
		this.simulator.close();
	}

	private RunGateway start(Wire wire) {
		this.simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("gpt-4.1"));
		this.application = new Application(wire, this.simulator, new FakeTime(), (context) -> {
		});
		return this.application.gateway();
	}

	@ParameterizedTest
	@EnumSource
	void streamsARunThatWritesAText(Wire wire) {
		this.simulator.when(message().contains("order 17")).deltas(4).reply("Your order was shipped");
		RunGateway gateway = start(wire);
		Log log = new Log(gateway.streams().create(creation()));
		log.await();
		assertThat(log.text()).isEqualTo("Your order was shipped");
		assertThat(log.of(RunEvent.TextDelta.class)).hasSizeGreaterThanOrEqualTo(4);
		assertThat(log.run().status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(log.messages()).isEqualTo(gateway.messages(log.run()).stream().map(Message::text).toList());
		assertThat(log.steps()).isEqualTo(steps(gateway, log.run()));
		assertThat(gateway.refresh(log.run()).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@ParameterizedTest
	@EnumSource
	void streamsARunThatCallsATool(Wire wire) {
		this.simulator.when(message().contains("order 17"))
			.call("findOrder", Map.of("number", "17"))
			.reply("Order 17 was shipped");
		RunGateway gateway = start(wire);
		Log first = new Log(gateway.streams().create(creation()));
		first.await();
		assertThat(first.run().status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		String callId = first.run().toolCalls().get(0).id();
		int before = this.simulator.exchanges().size();
		Log second = new Log(
				gateway.streams().submitToolOutputs(first.run(), List.of(new ToolOutput(callId, "shipped"))));
		second.await();
		assertThat(second.run().status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(second.run().id()).isEqualTo(first.run().id());
		assertThat(second.text()).contains("Order 17");
		assertThat(this.simulator.exchanges().subList(before, this.simulator.exchanges().size()))
			.extracting(Exchange::operation)
			.containsExactly(Operation.SUBMIT_TOOL_OUTPUTS);
	}

	@ParameterizedTest
	@EnumSource
	void survivesWhatAServerMayAddOrLeaveOut(Wire wire) {
		this.simulator.when(message().contains("order 17")).deltas(2).reply("Shipped");
		RunGateway gateway = start(wire);
		for (Fault fault : List.of(StreamFaults.unknownEvents(), StreamFaults.comments(),
				StreamFaults.framesWithoutSpaces(), StreamFaults.nullDeltaIds())) {
			this.simulator.failNext(Operation.CREATE_RUN, fault);
			Log log = new Log(gateway.streams().create(creation()));
			log.await();
			assertThat(log.text()).as("%s", fault).isEqualTo("Shipped");
			assertThat(log.run().status()).isEqualTo(RunStatus.COMPLETED);
		}
	}

	@ParameterizedTest
	@EnumSource
	void saysHonestlyWhatIsKnownWhereverAStreamIsCut(Wire wire) {
		this.simulator.when(message().contains("order 17")).reply("Shipped");
		RunGateway gateway = start(wire);
		new Log(gateway.streams().create(creation())).await();
		int events = this.simulator.exchanges()
			.stream()
			.map(Exchange::eventNames)
			.mapToInt(List::size)
			.max()
			.getAsInt();
		assertThat(events).isGreaterThan(5);
		for (int cut = 0; cut < events; cut++) {
			this.simulator.failNext(Operation.CREATE_RUN, StreamFaults.cutAfter(cut));
			Log log = new Log(gateway.streams().create(creation()));
			Throwable failure = log.failure();
			if (log.of(RunEvent.Snapshot.class).isEmpty()) {
				assertThat(failure).as("cut after %s", cut).isInstanceOf(RunOutcomeUnknownException.class);
			}
			else if (failure != null) {
				assertThat(failure).as("cut after %s", cut).isInstanceOf(ApiConnectionException.class);
			}
			else {
				assertThat(log.run().status().isTerminal()).as("cut after %s", cut).isTrue();
			}
		}
	}

	private RunCreation creation() {
		RunRequest request = RunRequest.assistant("support").message("Where is order 17?").build();
		Assistant assistant = Assistant.named("support").id("asst_support").model("gpt-4.1").build();
		return this.application.gateway()
			.onThread(new RunCreation(request, assistant, List.of(FIND_ORDER), null, true));
	}

	private static List<String> steps(RunGateway gateway, Run run) {
		return gateway.steps(run, PageQuery.oldestFirst()).data().stream().map(RunStep::id).toList();
	}

	private static final class Log implements Flow.Subscriber<RunEvent> {

		private final List<RunEvent> events = new CopyOnWriteArrayList<>();

		private final CompletableFuture<Void> end = new CompletableFuture<>();

		Log(Flow.Publisher<RunEvent> publisher) {
			Objects.requireNonNull(publisher).subscribe(this);
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(RunEvent event) {
			this.events.add(event);
		}

		@Override
		public void onError(Throwable failure) {
			this.end.completeExceptionally(failure);
		}

		@Override
		public void onComplete() {
			this.end.complete(null);
		}

		void await() {
			this.end.orTimeout(10, TimeUnit.SECONDS).join();
		}

		Throwable failure() {
			try {
				await();
				return null;
			}
			catch (CompletionException ex) {
				return ex.getCause();
			}
		}

		<T extends RunEvent> List<T> of(Class<T> type) {
			return this.events.stream().filter(type::isInstance).map(type::cast).toList();
		}

		String text() {
			return String.join("", of(RunEvent.TextDelta.class).stream().map(RunEvent.TextDelta::text).toList());
		}

		Run run() {
			List<RunEvent.Snapshot> snapshots = of(RunEvent.Snapshot.class);
			return snapshots.get(snapshots.size() - 1).run();
		}

		List<String> messages() {
			return of(RunEvent.MessageCompleted.class).stream().map((event) -> event.message().text()).toList();
		}

		List<String> steps() {
			return of(RunEvent.StepCompleted.class).stream().map((event) -> event.step().id()).toList();
		}

	}

}
