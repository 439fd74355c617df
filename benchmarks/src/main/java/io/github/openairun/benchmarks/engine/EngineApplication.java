package io.github.openairun.benchmarks.engine;

import java.util.stream.Stream;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;

/**
 * The application whose runs are driven by the library.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class EngineApplication {

	@Bean
	WeatherTools weatherTools() {
		return new WeatherTools();
	}

	static ConfigurableApplicationContext start(String baseUrl, String... properties) {
		return start(Stream.of("openai.base-url=" + baseUrl, "openai.run.wire=assistants",
				"openai.run.assistants.bench.id=asst_bench"), properties);
	}

	/** Start an application that keeps its threads. */
	static ConfigurableApplicationContext startStateless(String baseUrl, String... properties) {
		return start(Stream.of("openai.base-url=" + baseUrl, "openai.run.threads=application",
				"openai.run.assistants.bench.model=bench"), properties);
	}

	private static ConfigurableApplicationContext start(Stream<String> server, String... properties) {
		Stream<String> common = Stream.of("spring.main.banner-mode=off", "spring.main.log-startup-info=false",
				"openai.api-key=none", "openai.run.engine.shutdown-grace-period=0s", "logging.level.root=error");
		String[] all = Stream.of(common, server, Stream.of(properties)).flatMap((part) -> part).toArray(String[]::new);
		return new SpringApplicationBuilder(EngineApplication.class).web(WebApplicationType.NONE).properties(all).run();
	}

	static RunRequest request() {
		return RunRequest.assistant("bench").message(Question.TEXT).build();
	}

	/** Drive a run on this thread. */
	static String execute(RunOperations runs, RunListener listener) {
		return runs.execute(request(), listener).text();
	}

	/** Drive a run in the background, and wait for it. */
	static String start(RunOperations runs, RunListener listener) {
		RunResult result = runs.start(request(), listener).join();
		return result.text();
	}

}
