package io.github.openairun.benchmarks.call;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.RunOperations;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.tool.ContextPropagator;
import io.github.openairun.tool.RoundContext;
import io.github.openairun.tool.ToolBatch;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolOutputListener;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Keeps the path that is measured equal to the one that a run takes.
 */
class ToolPathTests {

	@Test
	void theBenchmarkExecutesItsCallAsTheEngineDoes() {
		Row row = Row.TWO_ARGUMENTS;
		Recorder recorder = new Recorder();
		try (OpenAiSimulator simulator = OpenAiSimulator.start();
				ConfigurableApplicationContext context = CallApplication.builder()
					.properties("openai.base-url=" + simulator.baseUrl(), "openai.run.assistants.bench.model=gpt",
							"openai.run.assistants.bench.tools=*")
					.initializers((application) -> application.getBeanFactory().addBeanPostProcessor(recorder))
					.run()) {
			simulator.when(anyMessage()).call(row.tool(), JsonMapper.shared().readTree(row.arguments())).reply("Done");
			assertThat(context.getBean(RunOperations.class).execute("bench", "Hello").text()).isEqualTo("Done");
			assertThat(Contender.OPENAI_RUN.prepare(context, row).text()).isEqualTo(row.result());
		}
		assertThat(recorder.batches).hasSize(2);
		ToolBatch ofRun = recorder.batches.get(0);
		ToolBatch measured = recorder.batches.get(1);
		assertThat(measured.calls()).extracting(ToolCall::name, ToolCall::arguments)
			.containsExactlyElementsOf(
					ofRun.calls().stream().map((call) -> tuple(call.name(), call.arguments())).toList());
		assertThat(measured.offered()).containsExactlyInAnyOrderElementsOf(ofRun.offered());
		assertThat(ofRun.listener()).isNotSameAs(ToolOutputListener.NONE);
		assertThat(measured.listener()).isNotSameAs(ToolOutputListener.NONE);
		assertSame(measured.context(), ofRun.context());
	}

	private static void assertSame(RoundContext measured, RoundContext ofRun) {
		assertThat(measured.round()).isEqualTo(ofRun.round());
		assertThat(measured.attributes()).isEqualTo(ofRun.attributes());
		assertThat(measured.isParallel()).isEqualTo(ofRun.isParallel());
		assertThat(measured.refusals()).isEqualTo(ofRun.refusals());
		assertThat(measured.threadContext()).hasSameClassAs(ofRun.threadContext());
		assertThat(ofRun.deadline()).isNotNull();
		assertThat(measured.deadline()).isNotNull();
	}

	/** Records the batches of the library's own executor. */
	private static final class Recorder implements BeanPostProcessor {

		private final List<ToolBatch> batches = new ArrayList<>();

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return (bean instanceof ToolExecutor executor) ? recording(executor) : bean;
		}

		private ToolExecutor recording(ToolExecutor executor) {
			return new ToolExecutor() {

				@Override
				public CompletableFuture<List<ToolOutput>> execute(ToolBatch batch) {
					Recorder.this.batches.add(batch);
					return executor.execute(batch);
				}

				@Override
				public ContextPropagator.Snapshot capture() {
					return executor.capture();
				}

			};
		}

	}

}
