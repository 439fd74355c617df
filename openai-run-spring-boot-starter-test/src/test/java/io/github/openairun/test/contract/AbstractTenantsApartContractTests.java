package io.github.openairun.test.contract;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunOperations;
import io.github.openairun.RunResult;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ThreadOperations;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two tenants, whose keys an {@link ApiKeySupplier} takes from the context, at a server
 * that shows neither of them the threads of the other.
 */
abstract class AbstractTenantsApartContractTests extends AbstractContractTests {

	private static final Map<String, String> ACME = Map.of("tenant", "acme");

	private static final Map<String, String> BOLT = Map.of("tenant", "bolt");

	private Application tenants;

	AbstractTenantsApartContractTests(Wire wire) {
		super(wire);
	}

	@BeforeEach
	void startApplicationOfTenants() {
		ApiKeySupplier supplier = (request) -> "sk-" + request.context().getOrDefault("tenant", "nobody");
		this.tenants = startApplication((context) -> context.registerBean(ApiKeySupplier.class, () -> supplier));
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "1")).reply("Hi");
	}

	private ThreadOperations threads(Map<String, String> context) {
		return this.tenants.threads().withContext(context);
	}

	private RunOperations runs(Map<String, String> context) {
		return this.tenants.runs().withContext(context);
	}

	private String threadOf(Map<String, String> context) {
		return threads(context).create(List.of(Message.user("Hello")), Map.of()).id();
	}

	@Test
	void threadIsCreatedWithTheKeyOfTheTenantWhoseRunWorksOnIt() {
		String thread = threadOf(ACME);
		RunResult executed = this.tenants.runs().execute(request("Hello").thread(thread).context(ACME).build());
		RunResult started = this.tenants.runs().start(request("Hello").thread(thread).context(ACME).build()).join();
		assertThat(executed.text()).isEqualTo("Hi");
		assertThat(started.text()).isEqualTo("Hi");
		assertThat(threads(ACME).messages(executed.run())).extracting(Message::text).containsExactly("Hi");
		assertThat(this.tenants.credentials()).isNotEmpty().allMatch("Bearer sk-acme"::equals);
	}

	@Test
	void threadOfAnotherTenantDoesNotExist() {
		String thread = threadOf(ACME);
		assertThatExceptionOfType(ThreadNotFoundException.class).isThrownBy(() -> threads(BOLT).load(thread));
		assertThatExceptionOfType(ThreadNotFoundException.class)
			.isThrownBy(() -> threads(BOLT).addMessage(thread, Message.user("Hello")));
		assertThatExceptionOfType(ThreadNotFoundException.class)
			.isThrownBy(() -> threads(BOLT).messages(thread, PageQuery.newestFirst()));
		assertThatExceptionOfType(ThreadNotFoundException.class)
			.isThrownBy(() -> this.tenants.runs().execute(request("Hello").thread(thread).context(BOLT).build()));
		assertThatExceptionOfType(ThreadNotFoundException.class)
			.isThrownBy(() -> this.tenants.runs().start(request("Hello").thread(thread).context(BOLT).build()).join());
		assertThat(threads(ACME).load(thread).id()).isEqualTo(thread);
	}

	@Test
	void operationsWithContextServeEveryStepOfRun() {
		RunOperations acme = runs(ACME);
		String thread = threadOf(ACME);
		Run run = acme.create("support", thread);
		while (!run.requiresAction()) {
			run = acme.refresh(run);
			this.time.pass(TURN);
		}
		run = acme.submitToolOutput(run, run.toolCalls().get(0).id(), "found");
		assertThat(acme.resume(run.id(), thread).text()).isEqualTo("Hi");
		assertThat(acme.resumeAsync(run.id(), thread).join().text()).isEqualTo("Hi");
		assertThat(this.tenants.credentials()).allMatch("Bearer sk-acme"::equals);
	}

	@Test
	void contextOfRequestCompletesThatOfOperations() {
		runs(Map.of("tenant", "bolt", "user", "jane")).execute(request("Hello").context(ACME).build());
		assertThat(this.tenants.credentials()).isNotEmpty().allMatch("Bearer sk-acme"::equals);
		assertThat(this.tenants.tools().contexts()).singleElement()
			.satisfies(
					(context) -> assertThat(context.attributes()).isEqualTo(Map.of("tenant", "acme", "user", "jane")));
	}

}
