package io.github.openairun.test.docs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.github.openairun.RunOperations;
import io.github.openairun.ToolHandler;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

class ToolTransactionExamplesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "ship|{\"number\":\"17\",\"lines\":2}", "shipWhole|result_unavailable" })
	void aHandlerCommitsBeforeItsResultIsWritten(String tool, String output) {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(anyMessage()).call(tool, Map.of("number", "17")).reply((outputs) -> outputs.get(tool));
			Application.run(simulator, Shop.class, (context) -> {
				assertThat(context.getBean(RunOperations.class).execute("support", "Ship order 17").text())
					.contains(output);
				assertThat(context.getBean(Transactions.class).events).containsExactly("begin", "commit");
			});
		}
	}

	@Test
	void aHandlerTakesNoPartInTheTransactionOfItsCaller() {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(anyMessage()).call("look", Map.of()).reply((outputs) -> outputs.get("look"));
			Application.run(simulator, Shop.class,
					(context) -> assertThat(context.getBean(Caller.class).execute()).isEqualTo("true false"));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	@Import({ Tools.class, Caller.class })
	static class Shop {

		@Bean
		Transactions transactionManager() {
			return new Transactions();
		}

	}

	static class Tools {

		private final Orders orders = new Orders();

		@Transactional
		@ToolHandler(description = "Ships an order")
		Shipment ship(String number) {
			Order order = this.orders.find(number);
			order.ship();
			return new Shipment(order.number(), order.lines().size());
		}

		record Shipment(String number, int lines) {
		}

		@Transactional
		@ToolHandler(description = "Ships an order and returns it whole")
		Order shipWhole(String number) {
			return this.orders.find(number);
		}

		@ToolHandler(description = "Looks for a transaction")
		String look() {
			return Boolean.toString(TransactionSynchronizationManager.isActualTransactionActive());
		}

	}

	static class Caller {

		private final RunOperations runs;

		Caller(RunOperations runs) {
			this.runs = runs;
		}

		@Transactional
		String execute() {
			return TransactionSynchronizationManager.isActualTransactionActive() + " "
					+ this.runs.execute("support", "Look").text();
		}

	}

	static class Orders {

		Order find(String number) {
			return new Order(number);
		}

	}

	/** Has lines within a transaction only, as an entity with a lazy association. */
	static class Order {

		private final String number;

		Order(String number) {
			this.number = number;
		}

		void ship() {
		}

		String number() {
			return this.number;
		}

		List<String> lines() {
			if (!TransactionSynchronizationManager.isActualTransactionActive()) {
				throw new IllegalStateException("There is no session");
			}
			return List.of("A", "B");
		}

		public List<String> getLines() {
			return lines();
		}

	}

	static class Transactions extends AbstractPlatformTransactionManager {

		private final List<String> events = new CopyOnWriteArrayList<>();

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.events.add("begin");
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			this.events.add("commit");
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			this.events.add("rollback");
		}

	}

}
