package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Scripts and their choice.
 */
class RunScriptTests {

	private static final CallRules RULES = CallRules.of(null, true);

	private final ScriptBook book = new ScriptBook(null);

	@Test
	void matchersLookAtTheText() {
		assertThat(message().contains("17").test(ask("order 17"))).isTrue();
		assertThat(message().contains("18").test(ask("order 17"))).isFalse();
		assertThat(message().matches("order \\d+").test(ask("order 17"))).isTrue();
		assertThat(message().matches("\\d+").test(ask("order 17"))).isFalse();
		assertThat(message().equalTo("order 17").test(ask("order 17"))).isTrue();
		assertThat(message().equalTo("order").test(ask("order 17"))).isFalse();
		assertThat(message().contains("order").contains("18").test(ask("order 17"))).isFalse();
		assertThat(anyMessage().test(ask(""))).isTrue();
	}

	@Test
	void matchersDescribeThemselves() {
		assertThat(message().contains("a").matches("b")).hasToString("message contains \"a\" and matches \"b\"");
		assertThat(anyMessage()).hasToString("any message");
	}

	@Test
	void firstScriptThatMatchesWins() {
		RunScript first = this.book.add(message().contains("order"));
		this.book.add(message().contains("order 17"));
		RunScript last = this.book.add(anyMessage());
		assertThat(this.book.pick(ask("order 17"))).isSameAs(first);
		assertThat(this.book.pick(ask("other"))).isSameAs(last);
		assertThat(this.book.unmatched()).isEmpty();
	}

	@Test
	void complaintNamesTheNearestScriptFirst() {
		this.book.add(message().contains("weather"));
		this.book.add(message().contains("order 17"));
		this.book.pick(ask("Where is order 18?"));
		assertThat(this.book.unmatched()).containsExactly("The simulator has no script for the message "
				+ "\"Where is order 18?\". Nearest: message contains \"order 17\" "
				+ "(no text that contains \"order 17\"); message contains \"weather\" (no text that contains \"weather\")");
	}

	@Test
	void scriptWithoutEndFailsAndSaysSo() {
		RunScript script = this.book.add(message().contains("x"));
		assertThat(script.next(List.of(), RULES)).isInstanceOfSatisfying(Outcome.Failure.class,
				(failure) -> assertThat(failure.message()).contains("message contains \"x\"", "reply(...)"));
	}

	@Test
	void itemsComeBeforeTheNextRoundOrTheEnd() {
		RunScript script = this.book.add(anyMessage())
			.items(Map.of("type", "first"))
			.calls(ToolCallScript.call("a", Map.of()), ToolCallScript.call("b", Map.of()))
			.items(Map.of("type", "second"), ToolCallScript.raw("{\"type\":\"third\"}"))
			.reply("Done");
		assertThat(types(script.next(List.of(), RULES))).containsExactly("first");
		List<AnsweredCall> answered = List.of(new AnsweredCall("a", "1"), new AnsweredCall("b", "2"));
		assertThat(types(script.next(answered, RULES))).containsExactly("second", "third");
		CallRules single = new CallRules(RULES.choice(), false, Set.of());
		assertThat(types(script.next(List.of(), single))).containsExactly("first");
		assertThat(script.next(answered.subList(0, 1), single)).isInstanceOf(Outcome.Calls.class);
		assertThat(script.next(answered, RULES).ofRun()).isInstanceOf(Outcome.Reply.class);
	}

	@Test
	void itemsAloneCompleteTheRun() {
		RunScript script = this.book.add(anyMessage()).items(Map.of("type", "first"));
		assertThat(script.next(List.of(), RULES)).isInstanceOfSatisfying(Outcome.After.class,
				(after) -> assertThat(after.next()).isEqualTo(new Outcome.Stopped(SimulatedRunStatus.COMPLETED)));
	}

	@Test
	void itemMustBeAnObject() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.book.add(anyMessage()).items("text"))
			.withMessageContaining("An item must be an object");
	}

	private static List<String> types(Outcome outcome) {
		assertThat(outcome).isInstanceOf(Outcome.After.class);
		return ((Outcome.After) outcome).items().stream().map((item) -> item.path("type").asString()).toList();
	}

	@Test
	void templateThatFailsFailsTheRun() {
		RunScript script = this.book.add(anyMessage()).reply((outputs) -> outputs.get("missing"));
		assertThat(script.next(List.of(new AnsweredCall("a", "1")), RULES)).isInstanceOfSatisfying(
				Outcome.Failure.class, (failure) -> assertThat(failure.message()).contains("'missing'", "[a]"));
	}

	@Test
	void outputsAreFoundByTool() {
		ToolOutputs outputs = new ToolOutputs(
				List.of(new AnsweredCall("a", "1"), new AnsweredCall("b", "2"), new AnsweredCall("a", "3")));
		assertThat(outputs.get("a")).isEqualTo("3");
		assertThat(outputs.getAll("a")).containsExactly("1", "3");
		assertThat(outputs.getAll("c")).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> outputs.get("c")).withMessageContaining("'c'");
	}

	@Test
	void argumentsAreWrittenAsJson() {
		assertThat(ToolCallScript.call("a", Map.of("n", 1)).arguments()).isEqualTo("{\"n\":1}");
		assertThat(ToolCallScript.call("a", new Order("17")).arguments()).isEqualTo("{\"number\":\"17\"}");
		assertThat(ToolCallScript.call("a", ToolCallScript.raw("{")).arguments()).isEqualTo("{");
	}

	private static Question ask(String message) {
		return new Question(message, 1, List.of(), List.of(), CallRules.of(null, true), new ReplyFormat(false, null));
	}

	record Order(String number) {

	}

}
