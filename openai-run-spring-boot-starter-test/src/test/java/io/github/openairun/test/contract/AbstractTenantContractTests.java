package io.github.openairun.test.contract;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.AuthenticationException;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.RunOperations;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which API key goes with a request, and where no key is ever seen.
 */
abstract class AbstractTenantContractTests extends AbstractContractTests {

	AbstractTenantContractTests(Wire wire) {
		super(wire);
	}

	@Test
	void everyRequestCarriesTheKey() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "1")).reply("Hi");
		this.runs.execute("support", "Hello");
		assertThat(this.application.credentials()).hasSameSizeAs(this.simulator.exchanges())
			.containsOnly("Bearer " + Application.KEY);
	}

	@Test
	void anotherKeyServesWholeExecution() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "1")).reply("Hi");
		assertThat(this.runs.withApiKey("sk-tenant").execute("support", "Hello").text()).isEqualTo("Hi");
		assertThat(this.application.credentials()).isNotEmpty().containsOnly("Bearer sk-tenant");
	}

	@Test
	void anotherKeyServesThreads() {
		assumeServerKeepsRuns();
		String thread = this.threads.withApiKey("sk-tenant").create().id();
		this.threads.withApiKey("sk-tenant").addMessage(thread, Message.user("Hello"));
		this.threads.messages(thread, PageQuery.newestFirst());
		assertThat(this.application.credentials()).containsExactly("Bearer sk-tenant", "Bearer sk-tenant",
				"Bearer " + Application.KEY);
	}

	@Test
	void anotherKeyLeavesOthersAlone() {
		RunOperations tenant = this.runs.withApiKey("sk-tenant");
		String thread = newThread();
		tenant.create("support", thread);
		this.runs.create("support", newThread());
		List<String> credentials = this.application.credentials();
		assertThat(credentials).endsWith("Bearer " + Application.KEY);
		assertThat(credentials).filteredOn("Bearer sk-tenant"::equals).isNotEmpty();
		assertThat(credentials).containsOnly("Bearer " + Application.KEY, "Bearer sk-tenant");
	}

	@Test
	void emptyKeyIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.runs.withApiKey(" "));
	}

	@Test
	void supplierIsAskedForEveryRequest() {
		this.simulator.when(anyMessage()).reply("Hi");
		List<ApiKeySupplier.Request> asked = new CopyOnWriteArrayList<>();
		ApiKeySupplier supplier = (request) -> {
			asked.add(request);
			return "sk-" + asked.size();
		};
		Application other = startApplication((context) -> context.registerBean(ApiKeySupplier.class, () -> supplier));
		String thread = other.threads().create().id();
		other.runs().execute(request("Hello").thread(thread).build());
		assertThat(asked).hasSameSizeAs(other.credentials());
		assertThat(asked.get(0).operation()).startsWith("POST /");
		assertThat(asked.get(0).threadId()).isEqualTo(serverKeepsRuns() ? null : thread);
		assertThat(asked.stream()
			.skip(serverKeepsRuns() ? 1 : 0)
			.filter((request) -> !request.operation().startsWith("GET /assistants/")))
			.extracting(ApiKeySupplier.Request::threadId)
			.containsOnly(thread);
		assertThat(other.credentials()).startsWith("Bearer sk-1").doesNotHaveDuplicates();
	}

	@Test
	void supplierFindsTheTenantInTheContextOfTheRun() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "1")).reply("Hi");
		ApiKeySupplier supplier = (request) -> "sk-" + request.context().getOrDefault("tenant", "nobody");
		Application other = startApplication((context) -> context.registerBean(ApiKeySupplier.class, () -> supplier));
		other.runs().execute(request("Hello").context(Map.of("tenant", "acme")).build());
		assertThat(other.credentials()).isNotEmpty().containsOnly("Bearer sk-acme");
		String thread = other.threads().create().id();
		other.runs().create(request("Hello").thread(thread).context(Map.of("tenant", "bolt")).build());
		assertThat(other.credentials()).endsWith("Bearer sk-bolt");
		assertThat(other.credentials().contains("Bearer sk-nobody")).isEqualTo(serverKeepsRuns());
	}

	@Test
	void wrongKeyIsReportedButNotShown() {
		String thread = newThread();
		this.simulator.failNext(Operation.CREATE_RUN,
				Fault.beforeActing(401)
					.withBody("{\"error\":{\"message\":\"Incorrect API key provided: sk-tenant.\","
							+ "\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"}}"));
		assertThatExceptionOfType(AuthenticationException.class)
			.isThrownBy(() -> this.runs.withApiKey("sk-tenant").create("support", thread))
			.withMessageNotContaining("sk-tenant")
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("invalid_api_key"));
		assertThat(exchanges(Operation.CREATE_RUN)).hasSize(1);
	}

}
