package io.github.openairun.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.Assistant;
import io.github.openairun.AssistantNotFoundException;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunCapabilities;
import io.github.openairun.RunCapability;
import io.github.openairun.RunLimits;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolOutput;
import io.github.openairun.ToolOutputMismatchException;
import io.github.openairun.UnsupportedRunOperationException;
import io.github.openairun.tool.JacksonToolSchemaGenerator;
import io.github.openairun.tool.RoundContext;
import io.github.openairun.tool.StructuredOutputs;
import io.github.openairun.tool.ToolBatch;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.tool.ToolResultConverter;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

class RunTemplateTests {

	private static final ToolDefinition FIND = new ToolDefinition("find", null, "{}", true);

	private static final ToolDefinition REFUND = new ToolDefinition("refund", null, "{}", true);

	private final RunGateway gateway = Runs.gateway();

	private final ToolRegistry registry = mock();

	private final ToolExecutor executor = mock(CALLS_REAL_METHODS);

	private final ManualTaskScheduler time = ManualTaskScheduler.jumpingFrom(Runs.NOW);

	private RunTemplate runs = template(this.gateway);

	@BeforeEach
	void prepare() {
		given(this.gateway.capabilities()).willReturn(
				RunCapabilities.of("responses", RunCapability.SERVER_ASSISTANTS, RunCapability.MANAGE_ASSISTANTS)
					.withReason(RunCapability.LIST_RUNS, "no such call"));
		given(this.gateway.submitToolOutputs(any(), any())).willReturn(Runs.in(RunStatus.IN_PROGRESS));
		given(this.registry.definitions()).willReturn(List.of(FIND, REFUND));
		given(this.registry.find("find")).willReturn(FIND);
		given(this.registry.find("refund")).willReturn(REFUND);
	}

	@Test
	void createLooksUpTheAssistantAndOffersNoToolsThatNobodyNamed() {
		RunCreation creation = created(RunRequest.assistant("support").build());
		assertThat(creation.assistant().name()).isEqualTo("support");
		assertThat(creation.tools()).isEmpty();
	}

	@Test
	void theAssistantsToolsAreOfferedUnlessTheRequestNamesSome() {
		assertThat(created(RunRequest.assistant("careful").build()).tools()).containsExactly(FIND);
		assertThat(created(RunRequest.assistant("careful").tools("refund").build()).tools()).containsExactly(REFUND);
		assertThat(created(RunRequest.assistant("careful").tools(List.of()).build()).tools()).isEmpty();
	}

	@Test
	void theShortFormCreatesOnTheThread() {
		given(this.gateway.create(any())).willReturn(Runs.in(RunStatus.QUEUED));
		this.runs.create("support", "thread_1");
		ArgumentCaptor<RunCreation> captor = ArgumentCaptor.captor();
		then(this.gateway).should().create(captor.capture());
		assertThat(captor.getValue().request().threadId()).isEqualTo("thread_1");
		assertThatIllegalArgumentException().isThrownBy(() -> this.runs.create("support", " "))
			.withMessageContaining("'threadId'");
	}

	@Test
	void anUnknownAssistantOrToolIsRefusedBeforeAnythingIsSent() {
		assertThatExceptionOfType(AssistantNotFoundException.class)
			.isThrownBy(() -> this.runs.create(RunRequest.assistant("nobody").build()));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.runs.create(RunRequest.assistant("support").tools("fin").build()))
			.withMessageContaining("'fin'")
			.withMessageContaining("[find, refund]");
		then(this.gateway).should(never()).create(any());
	}

	@Test
	void moreToolsThanTheApiAllowsAreRefusedBeforeAnythingIsSent() {
		List<ToolDefinition> many = IntStream.range(0, 129)
			.mapToObj((i) -> new ToolDefinition("tool" + i, null, "{}", true))
			.toList();
		given(this.registry.definitions()).willReturn(many);
		RunRequest request = RunRequest.assistant("support").tools("*").build();
		for (ThrowingCallable call : List.<ThrowingCallable>of(() -> this.runs.create(request),
				() -> this.runs.execute(request), () -> this.runs.start(request))) {
			assertThatIllegalArgumentException().isThrownBy(call)
				.withMessageContaining("129 tools, but the API allows 128; 'tool128'");
		}
		then(this.gateway).should(never()).create(any());
	}

	@Test
	void aBusyThreadIsWaitedFor() {
		given(this.gateway.create(any())).willThrow(new ThreadBusyException("thread_1", null, null))
			.willReturn(Runs.in(RunStatus.QUEUED));
		this.runs.create("support", "thread_1");
		then(this.gateway).should(times(2)).create(any());
		assertThat(this.time.delays()).hasSize(1);
	}

	@Test
	void outputsAreSubmittedInTheOrderOfTheCalls() {
		Run asking = Runs.asking("a", "b");
		this.runs.submitToolOutputs(asking, new ToolOutput("b", "output of b"), new ToolOutput("a", "output of a"));
		then(this.gateway).should().submitToolOutputs(asking, Runs.outputs("a", "b"));
	}

	@Test
	void valuesAreSubmittedAsTextOrJson() {
		Run asking = Runs.asking("a", "b", "c");
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("a", "plain");
		values.put("b", Map.of("status", "shipped"));
		values.put("c", null);
		this.runs.submitToolOutputs(asking, values);
		then(this.gateway).should()
			.submitToolOutputs(asking, List.of(new ToolOutput("a", "plain"),
					new ToolOutput("b", "{\"status\":\"shipped\"}"), new ToolOutput("c", "null")));
	}

	@Test
	void theOnlyOutputIsSubmittedAsAValue() {
		Run asking = Runs.asking("a");
		this.runs.submitToolOutput(asking, "a", List.of(1, 2));
		then(this.gateway).should().submitToolOutputs(asking, List.of(new ToolOutput("a", "[1,2]")));
	}

	@Test
	void outputsThatDoNotMatchAreRefusedBeforeAnythingIsSent() {
		Run asking = Runs.asking("a", "b");
		ToolOutput twice = new ToolOutput("a", "1");
		assertThatExceptionOfType(ToolOutputMismatchException.class)
			.isThrownBy(() -> this.runs.submitToolOutputs(asking, twice, twice, new ToolOutput("x", "2")))
			.satisfies((ex) -> {
				assertThat(ex.missing()).containsExactly("b");
				assertThat(ex.surplus()).containsExactly("a", "x");
			});
		assertThatExceptionOfType(ToolOutputMismatchException.class)
			.isThrownBy(() -> this.runs.submitToolOutputs(Runs.in(RunStatus.IN_PROGRESS), twice))
			.withMessageContaining("in_progress");
		assertThatExceptionOfType(ToolOutputMismatchException.class)
			.isThrownBy(() -> this.runs.submitToolOutputs(Runs.in(RunStatus.IN_PROGRESS)));
		then(this.gateway).should(never()).submitToolOutputs(any(), any());
	}

	@Test
	void whatTheWireCannotDoIsRefusedWithTheReason() {
		assertThatExceptionOfType(UnsupportedRunOperationException.class)
			.isThrownBy(() -> this.runs.list("thread_1", PageQuery.newestFirst()))
			.withMessage("Wire 'responses' does not support LIST_RUNS: no such call");
		assertThatExceptionOfType(UnsupportedRunOperationException.class)
			.isThrownBy(() -> this.runs.modify(Runs.in(RunStatus.QUEUED), Map.of()))
			.satisfies((ex) -> assertThat(ex.capability()).isEqualTo(RunCapability.MODIFY_RUN));
	}

	@Test
	void executeReturnsAValueOfTheTypeThatIsAskedFor() {
		given(this.gateway.create(any())).willReturn(Runs.in(RunStatus.COMPLETED));
		given(this.gateway.messages(any())).willReturn(List.of(Message.assistant("{\"amount\":12}")));
		RunRequest request = RunRequest.assistant("support").message("Refund order 17").build();
		assertThat(this.runs.execute(request, Refund.class).value()).isEqualTo(new Refund(12));
		ArgumentCaptor<RunCreation> captor = ArgumentCaptor.captor();
		then(this.gateway).should().create(captor.capture());
		assertThat(captor.getValue().settings().responseFormat()).isNotNull();
	}

	@Test
	void aResumedRunMayCallWhatTheServerSaysItWasOffered() {
		assertThat(offered(Runs.asking("a").mutate().tools(List.of(REFUND)).build())).containsExactly("refund");
	}

	@Test
	void aResumedRunMayCallWhatItsAssistantOffersIfTheServerDoesNotSay() {
		assertThat(offered(Runs.asking("a").mutate().assistant("careful").build())).containsExactly("find");
	}

	@Test
	void aResumedRunOfAnUnknownAssistantMayCallNothing() {
		assertThat(offered(Runs.asking("a"))).isEmpty();
	}

	@Test
	void handlersAreGivenTheRequestsContextRoundAndDeadline() {
		given(this.gateway.withContext(Map.of("user", "jane"))).willReturn(this.gateway);
		given(this.gateway.create(any())).willReturn(Runs.asking("a"));
		given(this.executor.execute(any())).willReturn(CompletableFuture.completedFuture(Runs.outputs("a")));
		given(this.gateway.submitToolOutputs(any(), any())).willReturn(Runs.in(RunStatus.COMPLETED));
		this.runs.execute(RunRequest.assistant("support").context(Map.of("user", "jane")).build());
		RoundContext context = batch().context();
		assertThat(context.attributes()).isEqualTo(Map.of("user", "jane"));
		assertThat(context.round()).isEqualTo(1);
		assertThat(context.deadline()).isEqualTo(this.time.getClock().instant().plus(RunLimits.defaults().timeout()));
	}

	@Test
	void anotherApiKeyMeansAnotherGatewayAndNothingElse() {
		RunGateway other = Runs.gateway();
		given(this.gateway.withApiKey("sk-tenant")).willReturn(other);
		this.runs.withApiKey("sk-tenant").load("run_1", "thread_1");
		then(other).should().load("run_1", "thread_1");
		then(this.gateway).should(never()).load(any(), any());
	}

	private RunCreation created(RunRequest request) {
		RunGateway fresh = Runs.gateway();
		given(fresh.capabilities()).willReturn(RunCapabilities.of("assistants", RunCapability.values()));
		given(fresh.create(any())).willReturn(Runs.in(RunStatus.QUEUED));
		template(fresh).create(request);
		ArgumentCaptor<RunCreation> captor = ArgumentCaptor.captor();
		then(fresh).should().create(captor.capture());
		return captor.getValue();
	}

	private Iterable<String> offered(Run asking) {
		given(this.gateway.load("run_1", "thread_1")).willReturn(asking);
		given(this.executor.execute(any())).willReturn(CompletableFuture.completedFuture(Runs.outputs("a")));
		given(this.gateway.submitToolOutputs(any(), any())).willReturn(Runs.in(RunStatus.COMPLETED));
		this.runs.resume("run_1", "thread_1");
		return batch().offered();
	}

	private ToolBatch batch() {
		ArgumentCaptor<ToolBatch> captor = ArgumentCaptor.captor();
		then(this.executor).should().execute(captor.capture());
		return captor.getValue();
	}

	private RunTemplate template(RunGateway gateway) {
		JsonMapper mapper = JsonMapper.builder().build();
		return RunTemplate.builder(gateway)
			.tools(this.registry, this.executor, ToolResultConverter.json(mapper),
					new StructuredOutputs(new JacksonToolSchemaGenerator(mapper), mapper))
			.assistants(List.of(Assistant.named("support").model("gpt").build(),
					Assistant.named("careful").model("gpt").tools("find").build()))
			.engine(new RunEngine(RunEngine.Settings.defaults(), this.time))
			.build();
	}

	record Refund(int amount) {

	}

}
