package io.github.openairun.engine;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.openairun.Assistant;
import io.github.openairun.AssistantNotFoundException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AssistantCatalogTests {

	private final Assistant support = Assistant.named("support").id("asst_1").model("gpt").build();

	private final Assistant sales = Assistant.named("sales").model("gpt").build();

	private final AssistantCatalog catalog = new AssistantCatalog(List.of(this.support, this.sales));

	@Test
	void findsByNameOrByTheIdOnTheServer() {
		assertThat(this.catalog.resolve("support", false)).isSameAs(this.support);
		assertThat(this.catalog.resolve("asst_1", false)).isSameAs(this.support);
		assertThat(this.catalog.resolve("asst_1", true)).isSameAs(this.support);
	}

	@Test
	void anIdStandsForAnAssistantOnTheServerWhereTheWireHasSome() {
		assertThat(this.catalog.resolve("asst_9", true).id()).isEqualTo("asst_9");
		assertThatExceptionOfType(AssistantNotFoundException.class)
			.isThrownBy(() -> this.catalog.resolve("asst_9", false));
	}

	@Test
	void anUnknownNameIsAnsweredWithTheKnownOnesAndTheRemedy() {
		assertThatExceptionOfType(AssistantNotFoundException.class)
			.isThrownBy(() -> this.catalog.resolve("suport", false))
			.withMessage("There is no assistant 'suport'; known are sales, support. "
					+ "Did you mean 'support'? Otherwise set openai.run.assistants.suport.model, or define an Assistant bean with that name")
			.satisfies((ex) -> {
				assertThat(ex.assistant()).isEqualTo("suport");
				assertThat(ex.known()).containsExactly("sales", "support");
			});
		assertThatExceptionOfType(AssistantNotFoundException.class)
			.isThrownBy(() -> this.catalog.resolve("suport", true))
			.withMessageContaining("openai.run.assistants.suport.id");
		assertThatExceptionOfType(AssistantNotFoundException.class)
			.isThrownBy(() -> this.catalog.resolve("billing", false))
			.withMessageContaining(". Set openai.run.assistants.billing.model");
		assertThatExceptionOfType(AssistantNotFoundException.class)
			.isThrownBy(() -> new AssistantCatalog(List.of()).resolve("support", false))
			.withMessage(
					"There is no assistant 'support'. None is configured: set openai.run.assistants.support.model, "
							+ "or define an Assistant bean with that name");
	}

	@Test
	void twoAssistantsOfOneNameAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new AssistantCatalog(List.of(this.sales, Assistant.named("sales").build())))
			.withMessageContaining("'sales'");
	}

}
