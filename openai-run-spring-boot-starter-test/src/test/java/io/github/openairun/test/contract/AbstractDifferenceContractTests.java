package io.github.openairun.test.contract;

import java.util.Map;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.RunRequest;
import io.github.openairun.test.simulator.Wire;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The differences of the wires that no capability stands for: what a wire does not have
 * is refused before anything is sent, and never left out silently.
 */
abstract class AbstractDifferenceContractTests extends AbstractContractTests {

	AbstractDifferenceContractTests(Wire wire) {
		super(wire);
	}

	@Test
	void metadataOfMessages() {
		String thread = newThread();
		Message message = Message.user("Hello").withMetadata(Map.of("tenant", "t1"));
		assertOnlyOnAssistants("metadata", () -> this.threads.addMessage(thread, message));
	}

	@Test
	void limitOfPromptTokens() {
		RunRequest request = request("Hello").thread(newThread()).maxPromptTokens(500).build();
		assertOnlyOnAssistants("maxPromptTokens", () -> this.runs.create(request));
	}

	@Test
	void pagesBeforeAMessage() {
		String thread = newThread();
		Message message = this.threads.addMessage(thread, Message.user("Hello"));
		PageQuery query = PageQuery.newestFirst().before(String.valueOf(message.id()));
		assertOnlyOnAssistants("before", () -> this.threads.messages(thread, query));
	}

	private void assertOnlyOnAssistants(String name, ThrowingCallable operation) {
		if (this.wire == Wire.ASSISTANTS) {
			assertThatCode(operation).doesNotThrowAnyException();
		}
		else {
			assertNothingSent(() -> assertThatIllegalArgumentException().isThrownBy(operation)
				.withMessageContaining(name)
				.withMessageContaining("on wire 'responses'"));
		}
	}

}
