package io.github.openairun.test.docs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.AssistantThread;
import io.github.openairun.ContentPart;
import io.github.openairun.CursorPage;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.ResumeRequest;
import io.github.openairun.Run;
import io.github.openairun.RunLimits;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ThreadOperations;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;
import io.github.openairun.TypeRef;
import io.github.openairun.TypedRunHandle;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Variant;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RunExamplesTests {

	private final OpenAiSimulator simulator = OpenAiSimulator.start();

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void executeWithEverything() {
		this.simulator.when(message().contains("Refund")).reply("Refunded");
		run((runs, threads) -> {
			String threadId = threads.create().id();
			RunResult result = runs.execute(RunRequest.assistant("support")
				.thread(threadId)
				.message("Refund order 17")
				.additionalInstructions("The customer's name is Ada.")
				.tools("findOrder")
				.metadata(Map.of("ticket", "4711"))
				.limits(RunLimits.defaults().withTimeout(Duration.ofMinutes(2)))
				.build());
			assertThat(result.text()).isEqualTo("Refunded");
			assertThat(result.run().metadata()).containsEntry("ticket", "4711");
		});
	}

	@Test
	void extraBody() {
		RunRequest request = RunRequest.assistant("support")
			.message("Where is order 17?")
			.extraBody("service_tier", "flex")
			.build();
		this.simulator.when(message().contains("order 17")).reply("Shipped");
		run((runs, threads) -> {
			runs.execute(request);
			assertThat(this.simulator.exchanges())
				.anySatisfy((exchange) -> assertThat(exchange.requestBody()).contains("\"service_tier\":\"flex\""));
		});
	}

	@Test
	void aValueInsteadOfText() {
		this.simulator.when(message().contains("Refund")).replyJson(new Refund("17", 49));
		run((runs, threads) -> {
			Refund refund = runs
				.execute(RunRequest.assistant("support").message("Refund order 17").build(), Refund.class)
				.value();
			assertThat(refund).isEqualTo(new Refund("17", 49));
		});
	}

	@Test
	void aValueOfATypeWithTypeArguments() {
		this.simulator.when(message().contains("refunds")).replyJson(Map.of("items", List.of(new Refund("17", 49))));
		RunRequest request = RunRequest.assistant("support").message("Which refunds are open?").build();
		run((runs, threads) -> {
			TypedRunHandle<Page<Refund>> handle = runs.start(request, new TypeRef<Page<Refund>>() {
			});
			List<Refund> refunds = handle.join().value().items();
			assertThat(refunds).containsExactly(new Refund("17", 49));
		});
	}

	@Test
	void takeUpWithContext() {
		this.simulator.when(message().contains("order 17")).call("findOrder", Map.of("number", "17")).reply("Shipped");
		run((runs, threads) -> {
			String threadId = threads.create(List.of(Message.user("Where is order 17?")), Map.of()).id();
			String runId = runs.create("support", threadId).id();
			RunResult result = runs.resume(ResumeRequest.run(runId, threadId)
				.context(Map.of("tenant", "acme"))
				.tools("findOrder")
				.limits(RunLimits.defaults().withTimeout(Duration.ofMinutes(2)))
				.build());
			assertThat(result.text()).isEqualTo("Shipped");
		});
	}

	@Test
	void followARun() {
		this.simulator.when(message().contains("order 17")).call("findOrder", Map.of("number", "17")).reply("Shipped");
		List<String> audit = new ArrayList<>();
		RunRequest request = RunRequest.assistant("support").message("Where is order 17?").build();
		run((runs, threads) -> {
			RunResult result = runs.execute(request, new RunListener() {

				@Override
				public void toolCallFinished(Run run, ToolCall call, ToolOutput output, ToolOutcome outcome) {
					audit.add(call.name() + " for " + run.id());
				}

			});
			assertThat(audit).containsExactly("findOrder for " + result.run().id());
		});
	}

	@Test
	void takeARunUpAgain() {
		this.simulator.when(message().contains("order 17")).call("findOrder", Map.of("number", "17")).reply("Shipped");
		run((created, threads) -> {
			String threadId = threads.create(List.of(Message.user("Where is order 17?")), Map.of()).id();
			String runId = created.create("support", threadId).id();
			run((runs, others) -> {
				RunResult result = runs.resume(runId, threadId);
				assertThat(result.text()).isEqualTo("Shipped");
			});
		});
	}

	@Test
	void stepByStep() {
		this.simulator.when(message().contains("order 17")).call("findOrder", Map.of("number", "17")).reply("Shipped");
		Runnable pause = () -> {
		};
		run((runs, threads) -> {
			String threadId = threads.create(List.of(Message.user("Where is order 17?")), Map.of()).id();
			Run run = runs.create("support", threadId);
			while (!run.status().isTerminal() && !run.requiresAction()) {
				pause.run();
				run = runs.refresh(run);
			}
			for (ToolCall call : run.toolCalls()) {
				run = runs.submitToolOutput(run, call.id(), lookUp(call.name(), call.arguments()));
			}
			assertThat(runs.resume(run.id(), threadId).run().status()).isEqualTo(RunStatus.COMPLETED);
		});
	}

	@Test
	void severalTenants() {
		this.simulator.when(message().contains("order 17")).reply("Shipped");
		RunRequest request = RunRequest.assistant("support").message("Where is order 17?").build();
		Tenant tenant = new Tenant("sk-tenant");
		run((runs, threads) -> {
			RunResult result = runs.withApiKey(tenant.key()).execute(request);
			assertThat(result.text()).isEqualTo("Shipped");
		});
	}

	@Test
	void keyByContext() {
		OpenAiSimulator server = OpenAiSimulator.builder().vary(Variant.KEYS_APART).start();
		try (server) {
			server.when(message().contains("order 17")).reply("Shipped");
			Application.run(server, TenantConfiguration.class, (context) -> {
				RunOperations runs = context.getBean(RunOperations.class);
				ThreadOperations threads = context.getBean(ThreadOperations.class);
				Map<String, String> tenant = Map.of("tenant", "acme");
				String threadId = threads.withContext(tenant).create().id();
				RunResult result = runs.execute(RunRequest.assistant("support")
					.thread(threadId)
					.message("Where is order 17?")
					.context(tenant)
					.build());
				List<Message> messages = threads.withContext(tenant).messages(result.run());
				assertThat(messages).extracting(Message::text).containsExactly("Shipped");
				assertThatExceptionOfType(ThreadNotFoundException.class)
					.isThrownBy(() -> threads.withContext(Map.of("tenant", "bolt")).load(threadId));
				Run run = runs.withContext(tenant).load(result.run().id(), threadId);
				assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
			});
		}
	}

	@Test
	void threadsAndMessages() {
		run((runs, threads) -> {
			AssistantThread thread = threads.create(List.of(Message.user("My name is Ada.")), Map.of("customer", "17"));
			threads.addMessage(thread.id(), Message.user(ContentPart.text("What is this?"),
					ContentPart.imageUrl("https://example.com/lamp.png"), ContentPart.file("file-123")));
			CursorPage<Message> newest = threads.messages(thread.id(), PageQuery.newestFirst().limit(10));
			assertThat(newest.data()).extracting(Message::text).containsExactly("What is this?", "My name is Ada.");
		});
	}

	private void run(Use use) {
		Application.run(this.simulator, OrderTools.class,
				(context) -> use.with(context.getBean(RunOperations.class), context.getBean(ThreadOperations.class)));
	}

	private static Object lookUp(String name, String arguments) {
		return Map.of("tool", name, "arguments", arguments);
	}

	@FunctionalInterface
	interface Use {

		void with(RunOperations runs, ThreadOperations threads);

	}

	record Refund(String order, int amount) {
	}

	record Page<T>(List<T> items) {
	}

	record Tenant(String key) {
	}

	@Configuration(proxyBeanMethods = false)
	@Import(OrderTools.class)
	static class TenantConfiguration {

		@Bean
		TenantKeys keys() {
			return (tenant) -> "sk-" + tenant;
		}

		@Bean
		ApiKeySupplier tenantKeys(TenantKeys keys) {
			return (request) -> keys.keyOf((String) request.context().getOrDefault("tenant", "default"));
		}

	}

	interface TenantKeys {

		String keyOf(String tenant);

	}

}
