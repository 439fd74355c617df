package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Faults of answers, without a transport.
 */
class FaultTests {

	private final ServerClient client = new ServerClient(OpenAiSimulator.builder().clock(new MutableClock()));

	static List<Fault> faults() {
		return List.of(Fault.beforeActing(408), Fault.afterActing(409), Fault.resetBefore(), Fault.resetAfter(),
				Fault.noAnswerBefore(), Fault.noAnswerAfter(), Fault.truncated(), Fault.malformed(),
				Fault.slow(Duration.ofMillis(1)));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void faultSaysWhetherTheServerHasActed(Fault fault) {
		faults(fault);
		this.client.send("POST", "/threads", "{}");
		assertThat(this.client.server().accepted(Set.of())).hasSize(fault.acts() ? 1 : 0);
	}

	@Test
	void retryAfterComesInThreeForms() {
		Fault fault = Fault.beforeActing(429);
		faults(fault.retryAfterMillis(Duration.ofMillis(20)));
		faults(fault.retryAfterSeconds(Duration.ofSeconds(2)));
		faults(fault.retryAfterDate(Duration.ofSeconds(2)));
		assertThat(thread().headers()).containsEntry("retry-after-ms", "20");
		assertThat(thread().headers()).containsEntry("retry-after", "2");
		assertThat(thread().headers()).containsEntry("retry-after", "Thu, 01 Jan 2026 00:00:02 GMT");
	}

	@Test
	void answerMayBeHeldBackOrCutShort() {
		faults(Fault.noAnswerAfter());
		faults(Fault.truncated());
		faults(Fault.slow(Duration.ofMillis(5)));
		assertThat(thread().delivery().kind()).isEqualTo(Transmission.Kind.SILENT);
		assertThat(thread().delivery().kind()).isEqualTo(Transmission.Kind.TRUNCATED);
		assertThat(thread().delivery().delay()).isEqualTo(Duration.ofMillis(5));
	}

	@Test
	void malformedBodyIsHalfTheBody() {
		faults(Fault.malformed());
		ApiAnswer answer = thread();
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).startsWith("{\"id\":").doesNotEndWith("}");
	}

	@Test
	void lastingFaultStaysUntilItIsCleared() {
		this.client.server().faults().always(Operation.CREATE_THREAD, Fault.beforeActing(502));
		assertThat(thread().status()).isEqualTo(502);
		assertThat(thread().status()).isEqualTo(502);
		this.client.server().faults().clear();
		assertThat(thread().status()).isEqualTo(200);
	}

	@Test
	void nextFaultComesBeforeTheLastingOne() {
		this.client.server().faults().always(Operation.CREATE_THREAD, Fault.beforeActing(502));
		faults(Fault.beforeActing(429).times(2));
		assertThat(IntStream.range(0, 3).mapToObj((i) -> thread().status())).containsExactly(429, 429, 502);
	}

	@Test
	void oneSeedGivesTheSameFaultsAgain() {
		List<Integer> first = random(7);
		assertThat(first).contains(200, 500, 503).isEqualTo(random(7)).isNotEqualTo(random(8));
	}

	@Test
	void faultOfStreamsWaitsForAStream() {
		this.client.when(anyMessage()).reply("Done");
		this.client.server().faults().next(Operation.CREATE_RUN, StreamFaults.endAfter(1));
		this.client.post("/responses", "{'model': 'gpt-4.1', 'input': 'Hi'}");
		assertThat(
				this.client.stream("POST", "/responses", "{'model': 'gpt-4.1', 'input': 'Hi', 'stream': true}").names())
			.containsExactly("response.created");
	}

	@Test
	void changesAreRecordedWithWhatTheyBrought() {
		this.client.when(anyMessage()).calls(invented("a", Map.of())).reply("Done");
		this.client.server().addAssistant(new SimulatedAssistant("asst_1"));
		String thread = this.client.post("/threads", "{'messages': [{'role': 'user', 'content': 'One'}]}")
			.path("id")
			.asString();
		this.client.post("/threads/" + thread + "/messages", "{'role': 'user', 'content': 'Two'}");
		String run = this.client
			.post("/threads/" + thread + "/runs",
					"{'assistant_id': 'asst_1', 'additional_messages': [{'role': 'user', 'content': 'Three'}]}")
			.path("id")
			.asString();
		String path = "/threads/" + thread + "/runs/" + run;
		String call = this.client.get(path).at("/required_action/submit_tool_outputs/tool_calls/0/id").asString();
		this.client.post(path + "/submit_tool_outputs",
				"{'tool_outputs': [{'tool_call_id': '" + call + "', 'output': 'x'}]}");
		assertThat(this.client.server().accepted(Set.of())).containsExactly(
				new Accepted(Operation.CREATE_THREAD, thread, null, List.of("One"), List.of()),
				new Accepted(Operation.ADD_MESSAGE, thread, null, List.of("Two"), List.of()),
				new Accepted(Operation.CREATE_RUN, thread, run, List.of("Three"), List.of()),
				new Accepted(Operation.SUBMIT_TOOL_OUTPUTS, thread, run, List.of(), List.of(call)));
	}

	@Test
	void changesOfConversationsAreRecordedToo() {
		this.client.when(anyMessage()).calls(invented("a", Map.of())).reply("Done");
		String conversation = this.client.post("/conversations", "{}").path("id").asString();
		String start = "{'model': 'gpt-4.1', 'conversation': '" + conversation + "', 'input': ";
		String asking = this.client.post("/responses", start + "[{'role': 'user', 'content': 'Hi'}]}")
			.path("id")
			.asString();
		String call = this.client.get("/responses/" + asking).at("/output/0/call_id").asString();
		this.client.post("/responses",
				start + "[{'type': 'function_call_output', 'call_id': '" + call + "', 'output': 'x'}]}");
		assertThat(this.client.server().accepted(Set.of())).extracting(Accepted::threadId).containsOnly(conversation);
		assertThat(this.client.server().accepted(Set.of())).extracting(Accepted::messages)
			.containsExactly(List.of(), List.of("Hi"), List.of());
		assertThat(this.client.server().accepted(Set.of())).extracting(Accepted::callIds)
			.containsExactly(List.of(), List.of(), List.of(call));
	}

	@Test
	void refusedChangeIsNotRecorded() {
		this.client.refused(400, "POST", "/threads", "{'bogus': 1}");
		assertThat(this.client.server().accepted(Set.of())).isEmpty();
	}

	@Test
	void badFaultsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> StreamFaults.cutAfter(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> StreamFaults.errorAfter(1, "a\nb"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Faults().randomly(new Random(1), 2, Set.of(), List.of(Fault.resetAfter())));
	}

	private List<Integer> random(long seed) {
		this.client.server().faults().clear();
		this.client.server()
			.faults()
			.randomly(new Random(seed), 0.5, Set.of(Operation.CREATE_THREAD),
					List.of(Fault.beforeActing(500), Fault.beforeActing(503)));
		return IntStream.range(0, 20).mapToObj((i) -> thread().status()).toList();
	}

	private void faults(Fault fault) {
		this.client.server().faults().next(Operation.CREATE_THREAD, fault);
	}

	private ApiAnswer thread() {
		return this.client.send("POST", "/threads", "{}");
	}

}
