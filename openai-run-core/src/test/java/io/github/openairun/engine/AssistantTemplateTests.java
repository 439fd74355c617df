package io.github.openairun.engine;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.openairun.ApiError;
import io.github.openairun.Assistant;
import io.github.openairun.AssistantNotFoundException;
import io.github.openairun.CursorPage;
import io.github.openairun.NotFoundException;
import io.github.openairun.PageQuery;
import io.github.openairun.RunCapabilities;
import io.github.openairun.RunCapability;
import io.github.openairun.ToolDefinition;
import io.github.openairun.UnsupportedRunOperationException;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.wire.AssistantGateway;
import io.github.openairun.wire.RunGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

class AssistantTemplateTests {

	private static final ToolDefinition FIND = new ToolDefinition("find", null, "{}", true);

	private final RunGateway gateway = mock();

	private final AssistantGateway server = mock();

	private final ToolRegistry registry = mock();

	private final Assistant support = Assistant.named("support").id("asst_1").tools("find").build();

	private final Assistant sales = Assistant.named("sales").model("gpt").build();

	private final Assistant billing = Assistant.named("billing").model("gpt").build();

	private final AssistantTemplate template = new AssistantTemplate(this.gateway,
			new AssistantCatalog(List.of(this.support, this.sales, this.billing)), this.registry);

	@Test
	void withoutAssistantsOnTheServerTheApplicationsAreLoaded() {
		withoutServer();
		assertThat(this.template.load("support")).isSameAs(this.support);
	}

	@Test
	void withAssistantsOnTheServerTheConfiguredIdIsLoaded() {
		withServer();
		Assistant loaded = Assistant.named("Support bot").id("asst_1").build();
		given(this.server.load("asst_1")).willReturn(loaded);
		assertThat(this.template.load("support")).isSameAs(loaded);
	}

	@Test
	void anIdThatTheServerDoesNotHaveIsNamedWithTheKnownAssistants() {
		withServer();
		given(this.server.load("asst_9")).willThrow(notFound());
		assertThatExceptionOfType(AssistantNotFoundException.class).isThrownBy(() -> this.template.load("asst_9"))
			.withMessageContaining("'asst_9'")
			.withMessageContaining("billing, sales, support")
			.withMessageContaining("another API key");
		willThrow(notFound()).given(this.server).delete("asst_9");
		assertThatExceptionOfType(AssistantNotFoundException.class).isThrownBy(() -> this.template.delete("asst_9"));
	}

	@Test
	void theApplicationsAssistantsAreListedInPages() {
		withoutServer();
		CursorPage<Assistant> first = this.template.list(PageQuery.oldestFirst().limit(2));
		assertThat(first.data()).containsExactly(this.billing, this.sales);
		assertThat(first.firstId()).isEqualTo("billing");
		assertThat(first.lastId()).isEqualTo("sales");
		assertThat(first.hasMore()).isTrue();
		CursorPage<Assistant> second = this.template.list(PageQuery.oldestFirst().limit(2).after("sales"));
		assertThat(second.data()).containsExactly(this.support);
		assertThat(second.hasMore()).isFalse();
		assertThat(this.template.list(PageQuery.newestFirst().before("billing")).data()).containsExactly(this.support,
				this.sales);
	}

	@Test
	void theServersAssistantsAreListedWhereThereAreSome() {
		withServer();
		CursorPage<Assistant> page = new CursorPage<>(List.of(this.support), null, null, false);
		given(this.server.list(PageQuery.newestFirst())).willReturn(page);
		assertThat(this.template.list(PageQuery.newestFirst())).isSameAs(page);
	}

	@Test
	void createSendsTheDefinitionsOfTheNamedTools() {
		withServer();
		given(this.registry.find("find")).willReturn(FIND);
		Assistant created = this.support.mutate().model("gpt").build();
		given(this.server.create(created, List.of(FIND))).willReturn(created);
		assertThat(this.template.create(created)).isSameAs(created);
	}

	@Test
	void createNeedsAModelAndModifyAnId() {
		withServer();
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.create(this.support))
			.withMessageContaining("'model'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.modify(this.sales))
			.withMessageContaining("'id'");
		then(this.server).shouldHaveNoInteractions();
	}

	@Test
	void managingIsRefusedWithTheReasonWhereTheWireCannot() {
		withoutServer();
		assertThatExceptionOfType(UnsupportedRunOperationException.class)
			.isThrownBy(() -> this.template.create(this.sales))
			.withMessageContaining("defined by the application");
		assertThatExceptionOfType(UnsupportedRunOperationException.class)
			.isThrownBy(() -> this.template.delete("asst_1"));
	}

	private void withServer() {
		given(this.gateway.capabilities()).willReturn(RunCapabilities.of("assistants", RunCapability.values()));
		given(this.gateway.assistants()).willReturn(this.server);
	}

	private void withoutServer() {
		given(this.gateway.capabilities()).willReturn(RunCapabilities.of("responses")
			.withReason(RunCapability.MANAGE_ASSISTANTS, "assistants are defined by the application"));
	}

	private static NotFoundException notFound() {
		return new NotFoundException(new ApiError(404, "GET /assistants/asst_9", "", null, null, null, null, null));
	}

}
