package io.github.openairun.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.wire.WireRequest;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What DevTools do all day: the application is started again and again in one JVM, each
 * time with handlers from another class loader.
 */
class ContextReloadTests {

	private static final int REFRESHES = 20;

	private static final String STREAM = """
			event: response.created
			data: {"type":"response.created","response":{"id":"resp_1","status":"in_progress",\
			"conversation":{"id":"conv_1"},"model":"gpt-5"}}

			event: response.completed
			data: {"type":"response.completed","response":{"id":"resp_1","status":"completed",\
			"conversation":{"id":"conv_1"},"model":"gpt-5","output":[]}}

			""";

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().http2PlainDisabled(true))
		.build();

	@Test
	void nothingStaysOfContextsThatAreClosed() {
		server.stubFor(any(anyUrl()).willReturn(okJson("{}")));
		server.stubFor(post("/responses").willReturn(ok(STREAM).withHeader("Content-Type", "text/event-stream")));
		List<WeakReference<Object>> left = new ArrayList<>();
		use(left);
		Set<Thread> before = ourThreads();
		left.clear();
		for (int i = 0; i < REFRESHES; i++) {
			use(left);
		}
		assertThat(left).hasSize(3 * REFRESHES);
		await().atMost(60, TimeUnit.SECONDS).pollInterval(50, TimeUnit.MILLISECONDS).untilAsserted(() -> {
			System.gc();
			assertThat(ourThreads()).hasSizeLessThanOrEqualTo(before.size());
			// what the last refresh touched may linger in caches of one entry
			assertThat(left.stream().filter((reference) -> reference.get() != null).count()).isLessThanOrEqualTo(3);
		});
	}

	/** Start, use everything that is lazy, and close. */
	private static void use(List<WeakReference<Object>> left) {
		ReloadingClassLoader loader = new ReloadingClassLoader();
		Class<?> handlers = loader.define(ReloadedTools.class);
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application
			.addInitializers((context) -> ((GenericApplicationContext) context).registerBean("handlers", handlers));
		ConfigurableApplicationContext context = application.run("--spring.main.banner-mode=off",
				"--logging.level.root=error", "--openai.base-url=" + server.baseUrl(), "--openai.api-key=sk-test",
				"--openai.run.jdbc.enabled=false", "--openai.run.streaming=on",
				"--openai.run.assistants.support.model=gpt-5", "--openai.run.assistants.support.tools=*");
		assertThat(context.getBean(ToolRegistry.class).definitions()).hasSize(1);
		assertThat(context.getBean(RunOperations.class).capabilities().wire()).isEqualTo("responses");
		Connections.client(context).exchange(WireRequest.get("/things"));
		RunRequest request = RunRequest.assistant("support").thread("conv_1").message("Hello").build();
		assertThat(context.getBean(RunOperations.class).start(request).join().run().status())
			.isEqualTo(RunStatus.COMPLETED);
		context.close();
		left.add(new WeakReference<>(context));
		left.add(new WeakReference<>(loader));
		left.add(new WeakReference<>(handlers));
	}

	private static Set<Thread> ourThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("openai-") || thread.getName().startsWith("HttpClient-"))
			.collect(Collectors.toSet());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * Loads the handlers anew, as DevTools do with the classes of a project.
	 */
	private static final class ReloadingClassLoader extends ClassLoader {

		ReloadingClassLoader() {
			super(ContextReloadTests.class.getClassLoader());
		}

		Class<?> define(Class<?> type) {
			try {
				return loadClass(type.getName());
			}
			catch (ClassNotFoundException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.startsWith(ReloadedTools.class.getName())) {
				return super.loadClass(name, resolve);
			}
			Class<?> known = findLoadedClass(name);
			if (known != null) {
				return known;
			}
			byte[] bytes = bytes(name.replace('.', '/') + ".class");
			return defineClass(name, bytes, 0, bytes.length);
		}

		private byte[] bytes(String resource) throws ClassNotFoundException {
			try (InputStream input = getResourceAsStream(resource)) {
				ByteArrayOutputStream output = new ByteArrayOutputStream();
				assertThat(input).isNotNull();
				input.transferTo(output);
				return output.toByteArray();
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(resource, ex);
			}
		}

	}

}
