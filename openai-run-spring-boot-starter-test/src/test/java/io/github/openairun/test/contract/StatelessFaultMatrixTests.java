package io.github.openairun.test.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.util.TestPropertyValues;

import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.test.contract.FaultRig.Mode;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.ServerProfile;
import io.github.openairun.test.simulator.StreamFaults;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every fault at every request of a run on a thread that the application keeps, in one
 * piece and streamed: generating has no effect in the world, so what fails once is
 * generated again; what fails each time leaves the thread as it was. Handlers are invoked
 * once.
 */
@Timeout(30)
class StatelessFaultMatrixTests {

	private static final Map<String, Rig> RIGS = new TreeMap<>();

	@AfterAll
	static void close() {
		RIGS.values().forEach(Rig::close);
		RIGS.clear();
	}

	private static Rig rig(ServerProfile profile, Mode mode) {
		return RIGS.computeIfAbsent(profile + " " + mode, (key) -> new Rig(profile, mode));
	}

	private static Stream<Arguments> requests() {
		return Stream.of(ServerProfile.OPENAI, ServerProfile.LLAMA_CPP)
			.flatMap((profile) -> Stream.of(Mode.values())
				.flatMap((mode) -> Stream.of(Operation.CREATE_RUN, Operation.SUBMIT_TOOL_OUTPUTS)
					.map((operation) -> Arguments.of(profile, mode, operation))));
	}

	static Stream<Arguments> matrix() {
		return requests().flatMap((request) -> FaultMatrixTests.faults()
			.stream()
			.map((fault) -> Arguments.of(request.get()[0], request.get()[1], request.get()[2], fault)));
	}

	@ParameterizedTest(name = "{0} {1} {2} {3}")
	@MethodSource("matrix")
	void aFaultIsSurvived(ServerProfile profile, Mode mode, Operation operation, Fault fault) {
		rig(profile, mode).survives(operation, fault);
	}

	@ParameterizedTest(name = "{0} {1} {2} {3}")
	@MethodSource("matrix")
	void aServerThatFailsEachTimeLeavesTheThreadAsItWas(ServerProfile profile, Mode mode, Operation operation,
			Fault fault) {
		rig(profile, mode).endsHonestly(operation, fault.times(12));
	}

	static Stream<Arguments> streams() {
		return requests().filter((request) -> request.get()[1] == Mode.STREAMING)
			.map((request) -> Arguments.of(request.get()[0], request.get()[2]));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("streams")
	void aStreamMayBreakAtEveryEvent(ServerProfile profile, Operation operation) {
		Rig rig = rig(profile, Mode.STREAMING);
		IntStream.range(0, rig.events(operation)).forEach((event) -> {
			rig.survives(operation, StreamFaults.cutAfter(event));
			rig.survives(operation, StreamFaults.endAfter(event));
			rig.survives(operation, StreamFaults.stallAfter(event));
			rig.endsHonestly(operation, StreamFaults.errorAfter(event));
			rig.endsHonestly(operation, StreamFaults.cutAfter(event).times(12));
		});
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("streams")
	void aStreamMayLookStrange(ServerProfile profile, Operation operation) {
		Rig rig = rig(profile, Mode.STREAMING);
		List.of(StreamFaults.unknownEvents(), StreamFaults.comments(), StreamFaults.framesWithoutSpaces(),
				StreamFaults.nullDeltaIds(), StreamFaults.extraEventAfter(0, "thread.run.pondering", "{\"id\":1}"))
			.forEach((fault) -> rig.survives(operation, fault));
	}

	/**
	 * A server that fails and an application that keeps its threads.
	 */
	private static final class Rig implements AutoCloseable {

		private static final List<String> INVOCATIONS = List.of("findOrder 1", "findOrder 2", "findOrder 3");

		private final FakeTime time = new FakeTime();

		private final OpenAiSimulator simulator;

		private final Application application;

		Rig(ServerProfile profile, Mode mode) {
			this.simulator = OpenAiSimulator.builder().clock(this.time).profile(profile).start();
			this.simulator.when(message().contains("orders"))
				.calls(call("findOrder", Map.of("number", "1")), call("findOrder", Map.of("number", "2")))
				.call("findOrder", Map.of("number", "3"))
				.reply((outputs) -> outputs.getAll("findOrder").size() + " orders");
			this.simulator.when(message().contains("thanks")).reply("You are welcome");
			long timeout = FaultRig.NETWORK_TIMEOUT.toMillis();
			this.application = new Application(Wire.RESPONSES, this.simulator, this.time,
					(context) -> TestPropertyValues
						.of("openai.run.threads=application",
								"openai.run.streaming=" + ((mode == Mode.STREAMING) ? "on" : "off"),
								"openai.read-timeout=" + timeout, "openai.stream-idle-timeout=" + timeout)
						.applyTo(context));
		}

		void survives(Operation operation, Fault fault) {
			Object outcome = run(operation, fault);
			assertThat(outcome).as(fault.toString()).isInstanceOf(RunResult.class);
			assertThat(((RunResult) outcome).run().status()).as(fault.toString()).isEqualTo(RunStatus.COMPLETED);
		}

		void endsHonestly(Operation operation, Fault fault) {
			assertThat(run(operation, fault)).as(fault.toString()).isInstanceOfAny(RunResult.class, RunException.class);
		}

		private Object run(Operation operation, Fault fault) {
			String thread = this.application.threads().create(List.of(Message.user("Hello")), Map.of()).id();
			int before = this.application.tools().invocations().size();
			this.simulator.faults().next(operation, fault);
			Object outcome = execute(thread);
			this.simulator.faults().clear();
			List<String> all = this.application.tools().invocations();
			List<String> invocations = new ArrayList<>(all.subList(before, all.size()));
			assertThat(invocations).as(fault.toString()).doesNotHaveDuplicates();
			if (outcome instanceof RunResult result && result.run().status() == RunStatus.COMPLETED) {
				assertThat(result.text()).isEqualTo("3 orders");
				assertThat(invocations).containsExactlyInAnyOrderElementsOf(INVOCATIONS);
				assertThat(texts(thread)).containsExactly("Hello", "How many orders?", "3 orders");
			}
			else {
				letGo(thread, outcome, before);
			}
			assertThat(this.application.runs().execute(request(thread, "thanks")).text()).isEqualTo("You are welcome");
			return outcome;
		}

		private Object execute(String thread) {
			try {
				return this.application.runs().execute(request(thread, "How many orders?"));
			}
			catch (RunException ex) {
				return ex;
			}
		}

		private static RunRequest request(String thread, String message) {
			return RunRequest.assistant("support").thread(thread).message(message).build();
		}

		/** Nothing is left of a run that failed; another one goes on with its outputs. */
		private void letGo(String thread, Object outcome, int before) {
			List<Run> waiting = this.application.runs()
				.list(thread, PageQuery.oldestFirst())
				.data()
				.stream()
				.filter((run) -> !run.status().isTerminal())
				.toList();
			if (waiting.isEmpty()) {
				assertThat(texts(thread)).as(String.valueOf(outcome)).containsExactly("Hello");
				return;
			}
			assertThat(waiting).as(String.valueOf(outcome)).singleElement().satisfies((run) -> {
				assertThat(run.status()).isEqualTo(RunStatus.IN_PROGRESS);
				assertThat(this.application.runs().resume(run.id(), thread).text()).isEqualTo("3 orders");
			});
			List<String> all = this.application.tools().invocations();
			assertThat(all.subList(before, all.size())).as(String.valueOf(outcome))
				.containsExactlyInAnyOrderElementsOf(INVOCATIONS);
		}

		private List<String> texts(String thread) {
			return this.application.threads()
				.messages(thread, PageQuery.oldestFirst())
				.data()
				.stream()
				.map(Message::text)
				.toList();
		}

		/** Return how many events a stream of a request has when nothing fails. */
		int events(Operation operation) {
			survives(Operation.DELETE_THREAD, Fault.resetBefore());
			return this.simulator.exchanges()
				.stream()
				.filter((exchange) -> exchange.operation() == operation)
				.mapToInt((exchange) -> exchange.eventNames().size())
				.max()
				.orElseThrow();
		}

		@Override
		public void close() {
			this.application.close();
			this.simulator.close();
		}

	}

}
