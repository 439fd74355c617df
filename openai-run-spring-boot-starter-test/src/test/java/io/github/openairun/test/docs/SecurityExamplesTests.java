package io.github.openairun.test.docs;

import java.security.Principal;
import java.util.List;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.mock.web.MockServletContext;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import io.github.openairun.RunHandle;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.web.RunSseEmitter;
import io.github.openairun.web.RunSseEmitters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;

/**
 * The examples of docs/security.md.
 */
class SecurityExamplesTests {

	private final AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();

	private MockMvcTester browser;

	@BeforeEach
	void start() {
		this.context.setServletContext(new MockServletContext());
		this.context.register(Shop.class);
		this.context.refresh();
		MockMvc mvc = MockMvcBuilders.webAppContextSetup(this.context)
			.addFilters(this.context.getBean("springSecurityFilterChain", Filter.class))
			.build();
		this.browser = MockMvcTester.create(mvc);
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void nobodyStartsARunWithoutALogin() {
		assertThat(this.browser.post()
			.uri("/threads/conv_1/chat?message=Hello")
			.cookie(new Cookie("XSRF-TOKEN", "t"))
			.header("X-XSRF-TOKEN", "t")).hasStatus3xxRedirection();
	}

	@Test
	void noOtherPageStartsARun() {
		assertThat(this.browser.post().uri("/threads/conv_1/chat?message=Hello").session(session("ada")))
			.hasStatus(HttpStatus.FORBIDDEN);
	}

	@Test
	void theThreadMustBelongToTheUser() {
		assertThat(chat("conv_1", "ada").asyncExchange()).hasStatusOk();
		assertThat(chat("conv_2", "ada")).hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	void onlyTheFrontEndMayAskFromAnotherOrigin() {
		assertThat(preflight("https://shop.example.com")).hasStatusOk()
			.hasHeader("Access-Control-Allow-Origin", "https://shop.example.com");
		assertThat(preflight("https://example.org")).hasStatus(HttpStatus.FORBIDDEN);
	}

	private MockMvcTester.MockMvcRequestBuilder chat(String threadId, String user) {
		return this.browser.post()
			.uri("/threads/" + threadId + "/chat?message=Hello")
			.session(session(user))
			.cookie(new Cookie("XSRF-TOKEN", "t"))
			.header("X-XSRF-TOKEN", "t");
	}

	private MockMvcTester.MockMvcRequestBuilder preflight(String origin) {
		return this.browser.options()
			.uri("/threads/conv_1/chat")
			.header("Origin", origin)
			.header("Access-Control-Request-Method", "POST");
	}

	private static MockHttpSession session(String user) {
		MockHttpSession session = new MockHttpSession();
		session.setAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY,
				new SecurityContextImpl(new TestingAuthenticationToken(user, "", "ROLE_USER")));
		return session;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	@EnableWebSecurity
	@Import({ SecurityConfiguration.class, ConversationController.class })
	static class Shop {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager();
		}

		@Bean
		RunSseEmitters emitters() {
			RunOperations runs = mock(RunOperations.class);
			given(runs.start(any(RunRequest.class), any(RunListener.class)))
				.willReturn(mock(RunHandle.class, RETURNS_DEEP_STUBS));
			return new RunSseEmitters(runs, Runnable::run, mock(TaskScheduler.class),
					RunSseEmitters.Settings.defaults());
		}

		@Bean
		ThreadOwners owners() {
			return (threadId) -> threadId.equals("conv_1") ? "ada" : "bob";
		}

	}

	interface ThreadOwners {

		String ownerOf(String threadId);

	}

	@Configuration(proxyBeanMethods = false)
	static class SecurityConfiguration {

		@Bean
		SecurityFilterChain filterChain(HttpSecurity http) {
			return http
				.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC)
					.permitAll()
					.anyRequest()
					.authenticated())
				.formLogin(Customizer.withDefaults())
				.csrf(CsrfConfigurer::spa)
				.cors(Customizer.withDefaults())
				.build();
		}

		@Bean
		CorsConfigurationSource corsConfigurationSource() {
			CorsConfiguration frontEnd = new CorsConfiguration();
			frontEnd.setAllowedOrigins(List.of("https://shop.example.com"));
			frontEnd.setAllowedMethods(List.of("GET", "POST"));
			frontEnd.setAllowedHeaders(List.of("Authorization", "Content-Type"));
			UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
			source.registerCorsConfiguration("/**", frontEnd);
			return source;
		}

	}

	@RestController
	static class ConversationController {

		private final RunSseEmitters emitters;

		private final ThreadOwners owners;

		ConversationController(RunSseEmitters emitters, ThreadOwners owners) {
			this.emitters = emitters;
			this.owners = owners;
		}

		@PostMapping("/threads/{threadId}/chat")
		RunSseEmitter chat(@PathVariable String threadId, @RequestParam String message, Principal user) {
			if (!user.getName().equals(this.owners.ownerOf(threadId))) {
				throw new ResponseStatusException(HttpStatus.NOT_FOUND);
			}
			return this.emitters.stream(RunRequest.assistant("support")
				.thread(threadId)
				.message(message)
				.context(Map.of("user", user.getName()))
				.build());
		}

	}

}
