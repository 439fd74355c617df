package io.github.openairun.test.docs;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;

import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ThreadOperations;
import io.github.openairun.Transcript;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The examples of docs/threads.md, beside those of {@link RunExamplesTests}.
 */
class ThreadExamplesTests {

	@Test
	void aConversationIsShownAgainAndDeleted() {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(anyMessage()).reply("Shipped");
			Application.run(simulator, Shop.class, (context) -> {
				ThreadOperations threads = context.getBean(ThreadOperations.class);
				RunOperations runs = context.getBean(RunOperations.class);
				String threadId = threads.create().id();
				RunRequest request = RunRequest.assistant("support").thread(threadId).message("Where?").build();
				runs.execute(request);
				Pages pages = new Pages(threads, Map.of("ada", threadId));
				assertThat(pages.conversationOf("ada")).containsExactly("user: Where?", "assistant: Shipped");
				assertThat(pages.conversationOf("bob")).isEmpty();
				threads.delete(threadId);
				assertThatExceptionOfType(ThreadNotFoundException.class).isThrownBy(() -> runs.execute(request));
			});
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

	}

	static class Pages {

		private final ThreadOperations threads;

		private final Map<String, String> threadIds;

		Pages(ThreadOperations threads, Map<String, String> threadIds) {
			this.threads = threads;
			this.threadIds = threadIds;
		}

		List<String> conversationOf(String user) {
			String threadId = this.threadIds.get(user);
			return (threadId == null) ? List.of()
					: this.threads.transcript(threadId).entries().stream().map(Pages::line).toList();
		}

		private static String line(Transcript.Entry entry) {
			if (entry instanceof Transcript.Said said) {
				return said.message().role() + ": " + said.message().text();
			}
			Transcript.Called called = (Transcript.Called) entry;
			return called.call().name() + (called.open() ? " waits" : " done");
		}

	}

}
