package io.github.openairun.test.contract;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.openairun.Assistant;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunCapability;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;
import io.github.openairun.wire.RequestTrace;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunGateway;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What can be found out about a creation or a message whose answer was lost.
 */
abstract class AbstractLostAnswerContractTests extends AbstractContractTests {

	AbstractLostAnswerContractTests(Wire wire) {
		super(wire);
	}

	@ParameterizedTest
	@MethodSource("io.github.openairun.test.contract.AbstractFailureContractTests#faultsAfterActing")
	void creationThatHasWorkedIsFound(Fault fault) {
		assumeSupported(RunCapability.LIST_RUNS);
		this.conforming = false;
		this.simulator.when(anyMessage()).reply("Hi");
		String thread = newThread();
		this.simulator.failNext(Operation.CREATE_RUN, fault);
		assertThat(this.runs.execute(request("Hello").thread(thread).build()).text()).isEqualTo("Hi");
		assertAnsweredOnce(thread);
	}

	@ParameterizedTest
	@MethodSource("io.github.openairun.test.contract.AbstractFailureContractTests#faultsAfterActing")
	void creationThatHasWorkedIsReportedWithTheEndOfTheThread(Fault fault) {
		assumeUnsupported(RunCapability.LIST_RUNS);
		this.conforming = false;
		this.simulator.when(anyMessage()).reply("Hi");
		String thread = newThread();
		this.simulator.failNext(Operation.CREATE_RUN, fault);
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.runs.execute(request("Hello").thread(thread).build()))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo(thread))
			.satisfies((ex) -> assertThat(ex.tail()).extracting(Message::text).contains("Hi"));
		assertAnsweredOnce(thread);
	}

	@ParameterizedTest
	@MethodSource("io.github.openairun.test.contract.AbstractFailureContractTests#faultsBeforeActing")
	void creationThatHasNotWorkedIsRepeated(Fault fault) {
		this.simulator.when(anyMessage()).reply("Hi");
		String thread = newThread();
		this.simulator.failNext(Operation.CREATE_RUN, fault);
		assertThat(this.runs.execute(request("Hello").thread(thread).build()).text()).isEqualTo("Hi");
		assertThat(creations()).hasSize(2);
		assertAnsweredOnce(thread);
	}

	/** Nothing is lost with a response that is generated again. */
	@ParameterizedTest
	@MethodSource("io.github.openairun.test.contract.AbstractFailureContractTests#faultsAfterActing")
	void responseIsGeneratedAgainWhereTheServerKeepsNothing(Fault fault) {
		assumeThat(serverKeepsRuns()).isFalse();
		this.conforming = false;
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "1")).reply("Hi");
		this.simulator.failNext(Operation.CREATE_RUN, fault);
		this.simulator.failNext(Operation.SUBMIT_TOOL_OUTPUTS, fault);
		RunResult result = this.runs.execute("support", "Hello");
		assertThat(result.text()).isEqualTo("Hi");
		assertThat(this.application.tools().invocations()).containsExactly("findOrder 1");
		assertAnsweredOnce(result.run().threadId());
	}

	private void assertAnsweredOnce(String thread) {
		assertThat(all(PageQuery.oldestFirst(), (page) -> this.threads.messages(thread, page)))
			.filteredOn((message) -> message.text().equals("Hi"))
			.hasSize(1);
	}

	@Test
	void creationWithoutThreadIsNotRepeatedEither() {
		assumeServerKeepsRuns();
		this.simulator.when(anyMessage()).reply("Hi");
		this.simulator.failNext(Operation.CREATE_RUN, Fault.resetAfter());
		this.simulator.failNext(Operation.CREATE_THREAD_AND_RUN, Fault.resetAfter());
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.runs.execute("support", "Hello"));
		assertThat(creations()).filteredOn((exchange) -> exchange.status() == 200).isEmpty();
	}

	@Test
	void messageThatMayHaveBeenAddedIsNotAddedAgain() {
		assumeServerKeepsRuns();
		String thread = newThread();
		this.threads.addMessage(thread, Message.user("Hello"));
		this.simulator.failNext(Operation.ADD_MESSAGE, Fault.resetAfter());
		assertThat(addedOrShown(thread, Message.user("Hello again"))).isEqualTo("Hello again");
		assertThat(exchanges(Operation.ADD_MESSAGE)).hasSize(2);
		assertThat(texts(thread)).containsExactly("Hello", "Hello again");
	}

	/**
	 * Return the text of the message, which is returned if it is found for certain and
	 * otherwise stands at the end of the thread.
	 */
	private String addedOrShown(String thread, Message message) {
		try {
			return this.threads.addMessage(thread, message).text();
		}
		catch (RunOutcomeUnknownException ex) {
			assertThat(ex.threadId()).isEqualTo(thread);
			return ex.tail().get(ex.tail().size() - 1).text();
		}
	}

	@Test
	void messageThatWasNotAddedIsNotTakenForAnEqualOne() {
		assumeServerKeepsRuns();
		String thread = newThread();
		this.threads.addMessage(thread, Message.user("Hello"));
		this.simulator.failNext(Operation.ADD_MESSAGE, Fault.resetBefore());
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.threads.addMessage(thread, Message.user("Hello")))
			.satisfies((ex) -> assertThat(ex.tail()).extracting(Message::text).containsExactly("Hello"));
		assertThat(exchanges(Operation.ADD_MESSAGE)).hasSize(2);
	}

	static List<Fault> faultsAfterActing() {
		return AbstractFailureContractTests.faultsAfterActing();
	}

	@ParameterizedTest
	@MethodSource("faultsAfterActing")
	void runThatWorksIsFound(Fault fault) {
		assumeSupported(RunCapability.LIST_RUNS);
		this.conforming = false;
		RunCreation creation = loseCreation(fault);
		Run found = found(creation);
		assertThat(found.metadata()).isEmpty();
		assertThat(this.runs.load(found.id(), found.threadId()).id()).isEqualTo(found.id());
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(() -> gateway().create(creation));
	}

	@ParameterizedTest
	@MethodSource("faultsAfterActing")
	void runThatWorksKeepsTheThreadBusy(Fault fault) {
		assumeUnsupported(RunCapability.LIST_RUNS);
		this.conforming = false;
		RunCreation creation = loseCreation(fault);
		assertThat(gateway().traceCreation(creation)).isInstanceOf(RequestTrace.Absent.class);
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(() -> gateway().create(creation));
	}

	@Test
	void runThatHasEndedIsFound() {
		assumeSupported(RunCapability.LIST_RUNS);
		RunCreation creation = loseCreation(Fault.resetAfter());
		this.time.pass(TURN);
		Run found = found(creation);
		assertThat(this.runs.resume(found.id(), found.threadId()).text()).isEqualTo("Hi");
	}

	@Test
	void runThatHasEndedIsShownByTheEndOfTheThread() {
		assumeUnsupported(RunCapability.LIST_RUNS);
		RunCreation creation = loseCreation(Fault.resetAfter());
		this.time.pass(TURN);
		assertThat(gateway().traceCreation(creation)).isInstanceOfSatisfying(RequestTrace.Unknowable.class,
				(trace) -> assertThat(trace.tail()).extracting(Message::text).containsExactly("Hello", "Hi"));
	}

	@Test
	void runThatEndsBetweenLookAndFurtherAttemptIsNotDoubled() {
		assumeUnsupported(RunCapability.LIST_RUNS);
		RunCreation creation = loseCreation(Fault.resetAfter());
		assertThat(gateway().traceCreation(creation)).isInstanceOf(RequestTrace.Absent.class);
		this.time.pass(TURN);
		assertThatExceptionOfType(RunOutcomeUnknownException.class).isThrownBy(() -> gateway().create(creation))
			.satisfies((ex) -> assertThat(ex.tail()).extracting(Message::text).startsWith("Hello", "Hi"));
		this.time.pass(TURN);
		assertThat(texts(thread(creation))).startsWith("Hello", "Hi").containsOnlyOnce("Hi");
	}

	@Test
	void runThatWasNotCreatedIsCreatedAgain() {
		RunCreation creation = loseCreation(Fault.resetBefore());
		assertThat(gateway().traceCreation(creation)).isInstanceOf(RequestTrace.Absent.class);
		Run run = gateway().create(creation);
		assertThat(this.runs.resume(run.id(), run.threadId()).text()).isEqualTo("Hi");
		assertThat(texts(thread(creation))).containsExactly("Hello", "Hi");
	}

	private RunCreation loseCreation(Fault fault) {
		assumeServerKeepsRuns();
		this.simulator.when(anyMessage()).reply("Hi");
		String thread = newThread();
		RunRequest request = request("Hello").thread(thread).build();
		Assistant assistant = this.application.assistants().load("support");
		RunCreation creation = new RunCreation(request, assistant, List.of(), "nonce-" + thread, false);
		this.simulator.failNext(Operation.CREATE_RUN, fault);
		assertThatExceptionOfType(RunOutcomeUnknownException.class).isThrownBy(() -> gateway().create(creation));
		return creation;
	}

	private Run found(RunCreation creation) {
		RequestTrace trace = gateway().traceCreation(creation);
		assertThat(trace).isInstanceOf(RequestTrace.Found.class);
		return ((RequestTrace.Found) trace).run();
	}

	private RunGateway gateway() {
		return this.application.gateway();
	}

	private static String thread(RunCreation creation) {
		String thread = creation.request().threadId();
		assertThat(thread).isNotNull();
		return thread;
	}

	private List<String> texts(String thread) {
		return this.threads.messages(thread, PageQuery.oldestFirst()).data().stream().map(Message::text).toList();
	}

}
