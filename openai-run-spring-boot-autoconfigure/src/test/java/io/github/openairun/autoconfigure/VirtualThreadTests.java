package io.github.openairun.autoconfigure;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.system.JavaVersion;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolHandler;
import io.github.openairun.web.RunSseEmitters;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code spring.threads.virtual.enabled} comes to: virtual threads where Java has
 * them, and the ordinary ones where it has not.
 */
@Timeout(60)
class VirtualThreadTests {

	private static final boolean KNOWN = JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE);

	private static final String FIRST = """
			{"id":"resp_1","status":"completed","conversation":{"id":"conv_1"},"model":"gpt-5","output":[
			{"type":"function_call","id":"fc_1","call_id":"call_1","name":"thread","arguments":"{}"}]}""";

	private static final String SECOND = """
			{"id":"resp_2","status":"completed","conversation":{"id":"conv_1"},"model":"gpt-5","output":[
			{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"Done"}]}]}""";

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().http2PlainDisabled(true))
		.build();

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TaskExecutionAutoConfiguration.class, HttpClientAutoConfiguration.class,
						ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
						OpenAiRunAutoConfiguration.class, OpenAiRunWebAutoConfiguration.class))
		.withBean(Tools.class)
		.withPropertyValues("openai.base-url=" + server.baseUrl() + "/v1", "openai.run.streaming=off",
				"openai.run.responses.background=off", "openai.run.assistants.support.model=gpt-5",
				"openai.run.assistants.support.tools=*");

	@BeforeEach
	void answer() {
		server.stubFor(any(anyUrl()).willReturn(okJson("{}")));
		server.stubFor(post("/v1/responses").willReturn(okJson(FIRST)));
		server.stubFor(
				post("/v1/responses").withRequestBody(containing("function_call_output")).willReturn(okJson(SECOND)));
		server.stubFor(get("/v1/responses/resp_1").willReturn(okJson(FIRST)));
		server.stubFor(get(urlPathEqualTo("/v1/responses/resp_2")).willReturn(okJson(SECOND)));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void toolsAreCalledOnThemIfThereAreAnyAndTheyAreEnabled(boolean enabled) {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=" + enabled).run((context) -> {
			RunResult result = context.getBean(RunOperations.class).execute(request());
			assertThat(result.run().status()).isEqualTo(RunStatus.COMPLETED);
			assertThat(context.getBean(Tools.class).threads).singleElement().satisfies((thread) -> {
				assertThat(thread.getName()).startsWith("openai-tool-");
				assertThat(isVirtual(thread)).isEqualTo(enabled && KNOWN);
			});
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void browsersAreSentToOnThemIfThereAreAnyAndTheyAreEnabled(boolean enabled) {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=" + enabled).run((context) -> {
			assertThat(context.getBean(RunSseEmitters.class)).isNotNull();
			CompletableFuture<Thread> sending = new CompletableFuture<>();
			context.getBean(OpenAiRunWebAutoConfiguration.WEB_TASK_EXECUTOR, Executor.class)
				.execute(() -> sending.complete(Thread.currentThread()));
			Thread thread = sending.get(20, TimeUnit.SECONDS);
			assertThat(thread.getName()).startsWith("openai-web-");
			assertThat(isVirtual(thread)).isEqualTo(enabled && KNOWN);
		});
	}

	/** So many requests at a time are a bound, which virtual threads would not keep. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void runsInTheBackgroundAreDrivenOnThreadsOfTheEngineEitherWay(boolean enabled) {
		Threads threads = new Threads();
		this.runner.withPropertyValues("spring.threads.virtual.enabled=" + enabled).run((context) -> {
			RunResult result = context.getBean(RunOperations.class)
				.start(request(), threads)
				.result()
				.toCompletableFuture()
				.get(20, TimeUnit.SECONDS);
			assertThat(result.run().status()).isEqualTo(RunStatus.COMPLETED);
		});
		assertThat(threads.seen).isNotEmpty().allSatisfy((thread) -> {
			assertThat(thread.getName()).startsWith("openai-run-");
			assertThat(isVirtual(thread)).isFalse();
		});
	}

	@Test
	void aRunMayBeDrivenFromAVirtualThread() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			CompletableFuture<RunResult> result = new CompletableFuture<>();
			context.getBean(OpenAiRunWebAutoConfiguration.WEB_TASK_EXECUTOR, Executor.class).execute(() -> {
				try {
					result.complete(context.getBean(RunOperations.class).execute(request()));
				}
				catch (RuntimeException ex) {
					result.completeExceptionally(ex);
				}
			});
			assertThat(result.get(20, TimeUnit.SECONDS).run().status()).isEqualTo(RunStatus.COMPLETED);
		});
	}

	private static RunRequest request() {
		return RunRequest.assistant("support").thread("conv_1").message("Hello").build();
	}

	/** Java 17, for which the tests are compiled, cannot ask the thread. */
	private static boolean isVirtual(Thread thread) {
		try {
			return KNOWN && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static class Tools {

		final List<Thread> threads = new CopyOnWriteArrayList<>();

		@ToolHandler(description = "Tells its thread")
		String thread() {
			this.threads.add(Thread.currentThread());
			return "a thread";
		}

	}

	private static final class Threads implements RunListener {

		private final List<Thread> seen = new CopyOnWriteArrayList<>();

		@Override
		public void statusChanged(Run run) {
			this.seen.add(Thread.currentThread());
		}

		@Override
		public void messageCompleted(Run run, Message message) {
			this.seen.add(Thread.currentThread());
		}

	}

}
