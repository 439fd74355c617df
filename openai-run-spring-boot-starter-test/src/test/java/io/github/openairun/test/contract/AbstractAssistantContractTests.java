package io.github.openairun.test.contract;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.openairun.Assistant;
import io.github.openairun.AssistantAdminOperations;
import io.github.openairun.AssistantNotFoundException;
import io.github.openairun.AssistantOperations;
import io.github.openairun.PageQuery;
import io.github.openairun.RunCapability;
import io.github.openairun.RunStatus;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What finds assistants, by their names on either wire, and manages those of the server.
 */
abstract class AbstractAssistantContractTests extends AbstractContractTests {

	AbstractAssistantContractTests(Wire wire) {
		super(wire);
	}

	private AssistantOperations assistants() {
		return this.application.assistants();
	}

	private AssistantAdminOperations admin() {
		return this.application.admin();
	}

	@Test
	void nameMeansConfiguredAssistant() {
		this.simulator.when(anyMessage()).reply("Hi");
		this.runs.create(request("Hello").thread(newThread()).build());
		assertThat(lastCreation().requestBody()).contains("gpt-4.1", "Help the customer.");
	}

	@Test
	void configuredIdMeansTheSameAssistant() {
		this.simulator.when(anyMessage()).reply("Hi");
		String byName = this.runs.create(request("Hello").thread(newThread()).build()).model();
		String byId = this.runs.create("asst_support", newThread()).model();
		assertThat(byId).isEqualTo(byName).isEqualTo("gpt-4.1");
	}

	@Test
	void configuredToolsAreOffered() {
		this.simulator.when(anyMessage()).reply("Hi");
		assertThat(this.runs.create("sales", newThread()).tools()).extracting("name").containsExactly("findOrder");
		assertThat(this.runs.create("support", newThread()).tools()).extracting("name")
			.containsExactly("complain", "explode", "findOrder", "quoteRefund");
	}

	@Test
	void assistantBeanIsAsGoodAsProperties() {
		this.simulator.when(anyMessage()).reply("Hi");
		Assistant bean = Assistant.named("bean").id("asst_support").model("gpt-4.1-nano").build();
		Application other = startApplication((context) -> context.registerBean(Assistant.class, () -> bean));
		assertThat(other.runs().create("bean", newThread()).model()).isEqualTo("gpt-4.1-nano");
	}

	@Test
	void unknownNameIsRefusedWithKnownOnes() {
		String thread = newThread();
		assertNothingSent(() -> assertThatExceptionOfType(AssistantNotFoundException.class)
			.isThrownBy(() -> this.runs.create("suport", thread))
			.withMessageContaining("openai.run.assistants.suport")
			.satisfies((ex) -> assertThat(ex.assistant()).isEqualTo("suport"))
			.satisfies((ex) -> assertThat(ex.known()).containsExactly("sales", "support")));
	}

	@Test
	void unknownIdIsNamed() {
		String thread = newThread();
		assertThatExceptionOfType(AssistantNotFoundException.class)
			.isThrownBy(() -> this.runs.create("asst_unknown", thread))
			.withMessageContaining("asst_unknown");
		assertThatExceptionOfType(AssistantNotFoundException.class).isThrownBy(() -> assistants().load("asst_unknown"))
			.satisfies((ex) -> assertThat(ex.assistant()).isEqualTo("asst_unknown"));
	}

	@Test
	void loadsAssistantByNameOrId() {
		Assistant support = assistants().load("support");
		assertThat(support.name()).isEqualTo("support");
		assertThat(support.id()).isEqualTo("asst_support");
		assertThat(support.settings().model()).isEqualTo("gpt-4.1");
		assertThat(assistants().load("asst_support").name()).isEqualTo("support");
	}

	@Test
	void listsAssistantsByPages() {
		List<Assistant> all = all(PageQuery.newestFirst().limit(1), (query) -> assistants().list(query));
		assertThat(all).extracting(Assistant::name).containsExactlyInAnyOrder("support", "sales");
	}

	@Test
	void createsAssistantOnServer() {
		assumeSupported(RunCapability.MANAGE_ASSISTANTS);
		this.reusable = false;
		Assistant assistant = Assistant.named("fresh")
			.model("gpt-4.1")
			.instructions("Be brief.")
			.description("Fresh")
			.temperature(0.5)
			.tools("findOrder")
			.metadata(Map.of("tenant", "t1"))
			.build();
		Assistant created = admin().create(assistant);
		assertThat(created.name()).isEqualTo("fresh");
		assertThat(created.id()).isNotEmpty();
		Assistant loaded = assistants().load(created.id());
		assertThat(loaded.instructions()).isEqualTo("Be brief.");
		assertThat(loaded.description()).isEqualTo("Fresh");
		assertThat(loaded.settings().temperature()).isEqualTo(0.5);
		assertThat(loaded.tools()).containsExactly("findOrder");
		assertThat(loaded.metadata()).isEqualTo(Map.of("tenant", "t1"));
		assertThat(this.runs.create(created.id(), newThread()).status()).isEqualTo(RunStatus.QUEUED);
	}

	@Test
	void modifiesAssistantOnServer() {
		assumeSupported(RunCapability.MANAGE_ASSISTANTS);
		this.reusable = false;
		Assistant changed = Assistant.named("support").id("asst_support").instructions("Be kind.").build();
		assertThat(admin().modify(changed).instructions()).isEqualTo("Be kind.");
		Assistant loaded = assistants().load("support");
		assertThat(loaded.instructions()).isEqualTo("Be kind.");
		assertThat(loaded.settings().model()).isEqualTo("gpt-4.1");
	}

	@Test
	void deletesAssistantOnServer() {
		assumeSupported(RunCapability.MANAGE_ASSISTANTS);
		this.reusable = false;
		admin().delete("asst_sales");
		assertThatExceptionOfType(AssistantNotFoundException.class).isThrownBy(() -> assistants().load("sales"));
		assertThatExceptionOfType(AssistantNotFoundException.class).isThrownBy(() -> admin().delete("asst_sales"))
			.satisfies((ex) -> assertThat(ex.assistant()).isEqualTo("asst_sales"));
	}

	@Test
	void refusesToManageAssistantsWhereServerCannot() {
		assumeUnsupported(RunCapability.MANAGE_ASSISTANTS);
		Assistant assistant = Assistant.named("support").id("asst_support").model("gpt-4.1").build();
		assertUnsupported(RunCapability.MANAGE_ASSISTANTS, () -> admin().create(assistant));
		assertUnsupported(RunCapability.MANAGE_ASSISTANTS, () -> admin().modify(assistant));
		assertUnsupported(RunCapability.MANAGE_ASSISTANTS, () -> admin().delete("asst_sales"));
	}

	@Test
	void otherKeyIsUsedForAssistants() {
		assumeSupported(RunCapability.SERVER_ASSISTANTS);
		assistants().withApiKey("sk-tenant").list(PageQuery.newestFirst());
		assertThat(this.application.credentials()).containsExactly("Bearer sk-tenant");
	}

	@Test
	void configuredAssistantsNeedNoRequest() {
		assumeUnsupported(RunCapability.SERVER_ASSISTANTS);
		assertNothingSent(() -> assistants().withApiKey("sk-tenant").list(PageQuery.newestFirst()));
		assertThat(this.application.credentials()).isEmpty();
	}

}
