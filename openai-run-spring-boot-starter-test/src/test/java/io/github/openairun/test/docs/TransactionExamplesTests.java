package io.github.openairun.test.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadOperations;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandler;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of docs/transactions.md, beside those of
 * {@link ToolTransactionExamplesTests}.
 */
class TransactionExamplesTests {

	@Test
	void theResultIsStoredInATransactionOfItsOwn() {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(anyMessage()).reply("Shipped");
			Application.run(simulator, Shop.class, (context) -> {
				assertThat(context.getBean(Support.class).ask("ada", "Where is order 17?")).isEqualTo("Shipped");
				assertThat(context.getBean(Conversations.class).answers).containsExactly("ada: Shipped, true");
			});
		}
	}

	@Test
	void aRunStartsAfterTheCommit() {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(anyMessage()).reply("Refunded");
			Application.run(simulator, Shop.class, (context) -> {
				CountDownLatch ended = context.getBean(Ended.class).latch;
				context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> {
					context.publishEvent(new OrderReturned("17"));
					assertThat(ended.getCount()).isOne();
				});
				assertThat(awaited(ended)).isTrue();
			});
		}
	}

	@Test
	void aRepeatedCallIsRecognised() {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(anyMessage())
				.calls(call("refund", Map.of("number", "17")), call("refund", Map.of("number", "18")))
				.reply("Refunded");
			Application.run(simulator, Shop.class, (context) -> {
				context.getBean(RunOperations.class).execute("support", "Refund orders 17 and 18");
				RefundTools tools = context.getBean(RefundTools.class);
				Refunds refunds = context.getBean(Refunds.class);
				assertThat(refunds.byKey).hasSize(2);
				String key = refunds.byKey.keySet().iterator().next();
				assertThat(tools.refund("another", contextOf(key))).isEqualTo(refunds.byKey.get(key));
				assertThat(refunds.byKey).hasSize(2);
			});
		}
	}

	private static boolean awaited(CountDownLatch latch) {
		try {
			return latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ToolContext contextOf(String key) {
		String[] ids = key.split(" ");
		Run run = Run.builder(ids[0], "thread").status(RunStatus.REQUIRES_ACTION).build();
		return new ToolContext(run, new ToolCall(ids[1], "refund", "{}"), 1, null, Map.of());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	@Import({ Support.class, Returns.class, Ended.class, RefundTools.class, Refunds.class, Conversations.class })
	static class Shop {

		@Bean
		PlatformTransactionManager transactionManager() {
			return new Transactions();
		}

		@Bean
		TransactionTemplate transactionTemplate(PlatformTransactionManager transactionManager) {
			return new TransactionTemplate(transactionManager);
		}

	}

	static class Support {

		private final RunOperations runs;

		private final Conversations conversations;

		private final TransactionTemplate transaction;

		Support(RunOperations runs, Conversations conversations, TransactionTemplate transaction) {
			this.runs = runs;
			this.conversations = conversations;
			this.transaction = transaction;
		}

		String ask(String customer, String question) {
			String threadId = this.conversations.threadOf(customer);
			RunResult result = this.runs
				.execute(RunRequest.assistant("support").thread(threadId).message(question).build());
			this.transaction.executeWithoutResult((status) -> this.conversations.answered(customer, result.text()));
			return result.text();
		}

	}

	static class Returns {

		private final RunOperations runs;

		Returns(RunOperations runs) {
			this.runs = runs;
		}

		@TransactionalEventListener
		void returned(OrderReturned event) {
			this.runs.start("support", "Order " + event.number() + " came back. Decide about the refund.");
		}

	}

	/** Hears of the end of every run. */
	static class Ended implements RunListener {

		private final CountDownLatch latch = new CountDownLatch(1);

		@Override
		public void ended(RunResult result) {
			this.latch.countDown();
		}

	}

	record OrderReturned(String number) {
	}

	static class RefundTools {

		private final Refunds refunds;

		RefundTools(Refunds refunds) {
			this.refunds = refunds;
		}

		@Transactional
		@ToolHandler(description = "Refunds an order")
		String refund(String number, ToolContext context) {
			String key = context.runId() + " " + context.callId();
			return this.refunds.find(key).orElseGet(() -> this.refunds.add(key, number));
		}

	}

	static class Refunds {

		private final Map<String, String> byKey = new HashMap<>();

		synchronized Optional<String> find(String key) {
			return Optional.ofNullable(this.byKey.get(key));
		}

		synchronized String add(String key, String number) {
			this.byKey.put(key, "Refund of order " + number);
			return this.byKey.get(key);
		}

	}

	static class Conversations {

		private final ThreadOperations threads;

		private final List<String> answers = new ArrayList<>();

		Conversations(ThreadOperations threads) {
			this.threads = threads;
		}

		String threadOf(String customer) {
			return this.threads.create().id();
		}

		void answered(String customer, String text) {
			this.answers
				.add(customer + ": " + text + ", " + TransactionSynchronizationManager.isActualTransactionActive());
		}

	}

	static class Transactions extends AbstractPlatformTransactionManager {

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
