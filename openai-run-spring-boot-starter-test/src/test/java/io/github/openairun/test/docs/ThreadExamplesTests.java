package io.github.openairun.test.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;

import io.github.openairun.CursorPage;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ThreadOperations;
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
			List<String> lines = new ArrayList<>();
			PageQuery query = PageQuery.oldestFirst();
			while (threadId != null && query != null) {
				CursorPage<Message> page = this.threads.messages(threadId, query);
				page.data().forEach((message) -> lines.add(message.role() + ": " + message.text()));
				query = page.hasMore() ? query.after(page.lastId()) : null;
			}
			return lines;
		}

	}

}
