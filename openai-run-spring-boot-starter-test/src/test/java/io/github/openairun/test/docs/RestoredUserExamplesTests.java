package io.github.openairun.test.docs;

import java.security.Principal;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolHandler;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.tool.ToolInterceptor;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The user of a durable run in docs/durable.md: nobody is logged in where it is executed.
 */
class RestoredUserExamplesTests {

	@Test
	void aHandlerSeesTheUserThatTheContextNames() {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(anyMessage()).call("whoAsks", Map.of()).reply((outputs) -> outputs.get("whoAsks"));
			Application.run(simulator, Shop.class, (context) -> {
				RunOperations runs = context.getBean(RunOperations.class);
				RunRequest request = RunRequest.assistant("support").message("Who am I?").build();
				assertThat(runs.execute(request.mutate().context(Map.of("user", "ada")).build()).text())
					.isEqualTo("ada [ROLE_BUYER]");
				assertThat(runs.execute(request).text()).contains("\"kind\":\"failed\"");
			});
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		@Bean
		WhoTools whoTools() {
			return new WhoTools();
		}

		@Bean
		UserDetailsService userDetailsService() {
			return new InMemoryUserDetailsManager(
					User.withUsername("ada").password("{noop}secret").roles("BUYER").build());
		}

		@Bean
		ToolInterceptor restoredUser(UserDetailsService users) {
			return (context, invocation) -> {
				String name = context.attribute("user", String.class);
				if (name == null || SecurityContextHolder.getContext().getAuthentication() != null) {
					return invocation.proceed();
				}
				UserDetails user = users.loadUserByUsername(name);
				SecurityContextHolder.setContext(new SecurityContextImpl(
						UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities())));
				try {
					return invocation.proceed();
				}
				finally {
					SecurityContextHolder.clearContext();
				}
			};
		}

	}

	static class WhoTools {

		@ToolHandler(description = "Tells who asks")
		String whoAsks(Principal user) {
			return user.getName() + " " + ((Authentication) user).getAuthorities();
		}

	}

}
