package io.github.openairun.test.contract;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.scheduling.TaskScheduler;

import io.github.openairun.AssistantAdminOperations;
import io.github.openairun.AssistantOperations;
import io.github.openairun.RunOperations;
import io.github.openairun.ThreadOperations;
import io.github.openairun.autoconfigure.OpenAiConnectionDetails;
import io.github.openairun.autoconfigure.OpenAiRestClientCustomizer;
import io.github.openairun.autoconfigure.OpenAiRunAutoConfiguration;
import io.github.openairun.engine.RunDriver;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Wire;
import io.github.openairun.wire.RunGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that uses the starter, talking to a simulator on one wire.
 */
class Application implements AutoCloseable {

	static final String KEY = "sk-contract";

	static final Class<?>[] AUTO_CONFIGURATIONS = Configurations
		.getClasses(AutoConfigurations.of(JacksonAutoConfiguration.class, HttpClientAutoConfiguration.class,
				ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
				OpenAiRunAutoConfiguration.class));

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final List<String> credentials = new CopyOnWriteArrayList<>();

	private final OrderTools tools = new OrderTools();

	/**
	 * Start an application.
	 * @param customizer may register further beans
	 */
	Application(Wire wire, OpenAiSimulator simulator, FakeTime time,
			Consumer<AnnotationConfigApplicationContext> customizer) {
		TestPropertyValues
			.of("openai.run.wire=" + wire.name().toLowerCase(Locale.ROOT), "openai.run.streaming=off",
					"openai.run.assistants.support.id=asst_support", "openai.run.assistants.support.model=gpt-4.1",
					"openai.run.assistants.support.instructions=Help the customer.",
					"openai.run.assistants.support.tools=*", "openai.run.assistants.sales.id=asst_sales",
					"openai.run.assistants.sales.model=gpt-4.1-mini", "openai.run.assistants.sales.tools=findOrder")
			.applyTo(this.context);
		this.context.registerBean(FakeTime.class, () -> time);
		this.context.registerBean("openAiRunTaskScheduler", TaskScheduler.class, time::taskScheduler);
		this.context.registerBean(OrderTools.class, () -> this.tools);
		this.context.registerBean(OpenAiConnectionDetails.class, () -> new Connection(simulator.baseUrl(), KEY));
		this.context.registerBean(OpenAiRestClientCustomizer.class,
				() -> (builder) -> builder.requestInterceptor((request, body, execution) -> {
					this.credentials.add(String.valueOf(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION)));
					return execution.execute(request, body);
				}));
		customizer.accept(this.context);
		this.context.register(AUTO_CONFIGURATIONS);
		this.context.refresh();
	}

	RunOperations runs() {
		return this.context.getBean(RunOperations.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	RunDriver driver() {
		return this.context.getBean(RunDriver.class);
	}

	/** The wire, which is no bean. */
	RunGateway gateway() {
		RunGateway gateway = this.context.getBean(RunGateway.class);
		assertThat(gateway).isNotNull();
		return gateway;
	}

	ThreadOperations threads() {
		return this.context.getBean(ThreadOperations.class);
	}

	AssistantOperations assistants() {
		return this.context.getBean(AssistantOperations.class);
	}

	AssistantAdminOperations admin() {
		return this.context.getBean(AssistantAdminOperations.class);
	}

	OrderTools tools() {
		return this.tools;
	}

	/**
	 * Forget the requests and invocations of another test.
	 */
	void begin() {
		this.credentials.clear();
		this.tools.begin();
	}

	/**
	 * Return the {@code Authorization} header of every request so far.
	 */
	List<String> credentials() {
		return List.copyOf(this.credentials);
	}

	@Override
	public void close() {
		this.context.close();
	}

	private record Connection(String baseUrl, String apiKey) implements OpenAiConnectionDetails {

		@Override
		public String getBaseUrl() {
			return this.baseUrl;
		}

		@Override
		public String getApiKey() {
			return this.apiKey;
		}

	}

}
