package io.github.openairun.engine;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.openairun.Assistant;
import io.github.openairun.BuiltInTool;
import io.github.openairun.Run;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolDefinition;
import io.github.openairun.tool.ToolRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class ToolSelectorTests {

	private static final ToolDefinition FIND = new ToolDefinition("find", null, "{}", true);

	private static final ToolDefinition LIST = new ToolDefinition("list", null, "{}", true);

	private static final ToolDefinition REFUND = new ToolDefinition("refund", null, "{}", true);

	private static final Assistant SUPPORT = Assistant.named("support").build();

	private static final RunRequest REQUEST = RunRequest.assistant("support").build();

	private final ToolRegistry registry = mock();

	private final ToolSelector offer = offer(SUPPORT);

	@BeforeEach
	void prepare() {
		given(this.registry.definitions()).willReturn(List.of(FIND, LIST, REFUND));
		given(this.registry.group("orders")).willReturn(List.of(FIND, LIST));
		for (ToolDefinition definition : List.of(FIND, LIST, REFUND)) {
			given(this.registry.find(definition.name())).willReturn(definition);
		}
	}

	@Test
	void nothingIsOfferedByDefaultIfTheApplicationDefinesAssistants() {
		assertThat(this.offer.of(REQUEST, SUPPORT)).isEmpty();
	}

	@Test
	void everythingIsOfferedByDefaultIfTheApplicationDefinesNoAssistants() {
		assertThat(offer().of(REQUEST, SUPPORT)).containsExactly(FIND, LIST, REFUND);
	}

	@Test
	void aStarStandsForAll() {
		assertThat(this.offer.of(SUPPORT.mutate().tools("*").build())).containsExactly(FIND, LIST, REFUND);
	}

	@Test
	void aGroupStandsForItsToolsAndNoneIsOfferedTwice() {
		assertThat(this.offer.of(SUPPORT.mutate().tools("list", "group:orders", "refund").build()))
			.containsExactly(LIST, FIND, REFUND);
	}

	@Test
	void functionsAndBuiltInToolsCountTogether() {
		List<ToolDefinition> tools = IntStream.range(0, 128)
			.mapToObj((i) -> new ToolDefinition("tool" + i, null, "{}", true))
			.toList();
		ToolSelector.requireAllowedNumber(SUPPORT, tools);
		Assistant searching = SUPPORT.mutate().builtInTools(BuiltInTool.webSearch()).build();
		ToolSelector.requireAllowedNumber(searching, tools.subList(0, 127));
		assertThatIllegalArgumentException().isThrownBy(() -> ToolSelector.requireAllowedNumber(searching, tools))
			.withMessage("Assistant 'support' has 129 tools, but the API allows 128; 'tool127' is the first one "
					+ "too many");
	}

	@Test
	void theRequestWinsOverTheAssistant() {
		Assistant all = SUPPORT.mutate().tools("*").build();
		assertThat(this.offer.of(REQUEST.mutate().tools("refund").build(), all)).containsExactly(REFUND);
		assertThat(this.offer.of(REQUEST.mutate().tools(List.of()).build(), all)).isEmpty();
	}

	@Test
	void anUnknownNameIsRefusedWithTheKnownOnes() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.offer.of(SUPPORT.mutate().tools("fin").build()))
			.withMessage("There is no tool 'fin'; known are [find, list, refund]. Annotate a method of a bean with "
					+ "@ToolHandler, or correct the name");
	}

	@Test
	void anUnknownGroupIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.offer.of(SUPPORT.mutate().tools("group:order").build()))
			.withMessageStartingWith("There is no tool of the group 'order'");
	}

	@Test
	void whatTheServerEchoesIsOfferedIfItHasTheDefinitions() {
		Run run = Runs.asking("a").mutate().tools(List.of(FIND, REFUND)).build();
		assertThat(this.offer.namesOnServer(run, REQUEST, SUPPORT)).containsExactlyInAnyOrder("find", "refund");
	}

	@Test
	void aRequestMayNameLessThanTheServerHas() {
		Run run = Runs.asking("a").mutate().tools(List.of(FIND, REFUND)).build();
		assertThat(this.offer.namesOnServer(run, REQUEST.mutate().tools("group:orders").build(), SUPPORT))
			.containsExactly("find");
	}

	@Test
	void whatIsNamedIsOfferedIfTheServerEchoesNothing() {
		Run run = Runs.asking("a");
		assertThat(this.offer.namesOnServer(run, REQUEST.mutate().tools("find").build(), SUPPORT))
			.containsExactly("find");
		assertThat(this.offer.namesOnServer(run, REQUEST, SUPPORT)).isEmpty();
	}

	private ToolSelector offer(Assistant... assistants) {
		return new ToolSelector(this.registry, new AssistantCatalog(List.of(assistants)));
	}

}
