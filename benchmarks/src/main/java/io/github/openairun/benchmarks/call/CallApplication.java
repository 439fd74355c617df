package io.github.openairun.benchmarks.call;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.openairun.autoconfigure.OpenAiRunAutoConfiguration;

/**
 * The application of all contenders, with Spring Boot's JSON mapper and logging and the
 * library's defaults.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ JacksonAutoConfiguration.class, OpenAiRunAutoConfiguration.class })
class CallApplication {

	@Bean
	Handlers handlers() {
		return new Handlers();
	}

	/** Start the application. */
	static ConfigurableApplicationContext start() {
		return builder().run();
	}

	/** Start to build the application. */
	static SpringApplicationBuilder builder() {
		return new SpringApplicationBuilder(CallApplication.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "spring.main.log-startup-info=false", "openai.api-key=none");
	}

}
