package io.github.openairun.kotlin

import io.github.openairun.ToolOutcome
import io.github.openairun.autoconfigure.OpenAiRunAutoConfiguration
import io.github.openairun.test.ToolTester
import io.github.openairun.tool.ToolDeclarationException
import io.github.openairun.tool.ToolExecutor
import io.github.openairun.tool.ToolRegistry
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatExceptionOfType
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource
import org.springframework.boot.Banner
import org.springframework.boot.WebApplicationType
import org.springframework.boot.autoconfigure.ImportAutoConfiguration
import org.springframework.boot.builder.SpringApplicationBuilder
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration
import org.springframework.context.ConfigurableApplicationContext
import org.springframework.context.annotation.Configuration
import java.io.File
import java.net.URLClassLoader
import java.nio.file.Path
import kotlin.io.path.readText

/** Tests of handlers that are written in Kotlin. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KotlinToolTests {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|', quoteCharacter = '~', value = [
            "list | {} | 10",
            "list | {\"limit\":null} | 10",
            "list | {\"limit\":3} | 3",
            "greet | {} | Hello world",
            "greet | {\"name\":\"Ann\"} | Hello Ann",
            "greet | {\"name\":\"Ann\",\"greeting\":\"Hi\"} | Hi Ann",
            "find | {\"id\":7} | 7 null",
            "find | {\"id\":7,\"state\":null} | 7 null",
            "search | {\"filter\":{\"text\":\"a\"}} | a null 5",
            "search | {\"filter\":{\"text\":\"a\",\"name\":null}} | a null 5",
            "search | {\"filter\":{\"text\":\"a\",\"name\":\"b\",\"limit\":2}} | a b 2",
            "page | {\"paging\":{}} | 1 20 name true UP none [all]",
            "page | {\"paging\":{\"page\":null,\"size\":null,\"sort\":null,\"open\":null,\"order\":null,\"note\":null,\"tags\":null}} | 1 20 name true UP none [all]",
            "page | {\"paging\":{\"page\":2,\"size\":3,\"sort\":\"a\",\"open\":false,\"order\":\"DOWN\",\"note\":\"b\",\"tags\":[]}} | 2 3 a false DOWN b []",
            "page | {\"paging\":{\"page\":\"\",\"size\":\"7\",\"order\":\"\"}} | 1 7 name true UP none [all]",
            "pages | {\"all\":[{\"page\":null},{},{\"page\":3}]} | 1, 1, 3",
            "load | {\"number\":\"17\"} | order 17",
            "withContext | {} | withContext 4",
            "fetch | {\"url\":\"http://a\"} | fetched http://a",
            "fetch | {\"url\":\"http://a\",\"attempts\":2} | fetched http://a 2",
            "nothingLater | {} | ok",
            "nothing | {} | ok",
            "shapes | {} | [{\"kind\":\"circle\",\"radius\":1}]",
            "hidden | {} | hidden",
            "throughProxy | {} | proxied 8",
            "suspendingProxy | {} | proxied later 8",
            "inherited | {} | 12",
            "listOrders | {\"limit\":1} | [{\"number\":\"null 0\"}]"
        ]
    )
    fun answers(tool: String, arguments: String, output: String) {
        val result = tester.call(tool, arguments)
        assertThat(result.outcome()).describedAs(result.toString()).isEqualTo(ToolOutcome.SUCCESS)
        assertThat(result.output()).isEqualTo(output)
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|', quoteCharacter = '~', value = [
            "find | {\"id\":null} | 'id' must not be null",
            "list | {\"limit\":\"many\"} | 'limit' must be a whole number",
            "search | {\"filter\":{}} | 'filter.text' is missing"
        ]
    )
    fun refuses(tool: String, arguments: String, problem: String) {
        val result = tester.call(tool, arguments)
        assertThat(result.outcome()).isEqualTo(ToolOutcome.INVALID_ARGUMENTS)
        assertThat(result.output()).contains(problem)
    }

    @ParameterizedTest
    @CsvSource("refuse, FAILED, Not today", "refuseLater, FAILED, Not today", "refuseDefault, FAILED, Not today")
    fun exceptionsReachTheModelAsThoseOfJava(tool: String, outcome: ToolOutcome, message: String) {
        val result = tester.call(tool, "{}")
        assertThat(result.outcome()).isEqualTo(outcome)
        assertThat(result.output()).contains(message)
    }

    @Test
    fun schemasHaveNoContinuationAndAllowNullForDefaults() {
        val schema = tester.call("fetch", """{"url":"a"}""").schema()
        assertThat(schema).doesNotContainIgnoringCase("continuation").doesNotContain("completion")
        assertThat(schema).contains("\"attempts\":{\"type\":[\"integer\",\"null\"]")
        assertThat(schema).contains("\"url\":{\"type\":\"string\"}")
    }

    @Test
    fun examplesOfTheDocumentationCompile() {
        val source = Path.of("src/test/kotlin/io/github/openairun/kotlin/KotlinTools.kt").readText()
        val examples = Regex("```kotlin\\n(.*?)```", RegexOption.DOT_MATCHES_ALL)
            .findAll(Path.of("../docs/tools.md").readText())
            .map { it.groupValues[1] }
            .toList()
        assertThat(examples).isNotEmpty().allSatisfy { example -> assertThat(source).contains(example) }
    }

    @ParameterizedTest
    @CsvSource(
        "io.github.openairun.kotlin.Primitive, Make the type nullable with '?'",
        "io.github.openairun.kotlin.Hidden, Make it public or internal."
    )
    fun messagesAtStartSpeakKotlin(tools: Class<*>, remedy: String) {
        assertThatExceptionOfType(ToolDeclarationException::class.java).isThrownBy { start(tools).close() }
            .withMessageContaining(remedy)
    }

    @ParameterizedTest
    @CsvSource("kotlinx-coroutines-reactor", "kotlinx-coroutines-", "kotlin-reflect")
    fun aSuspendingHandlerWithoutItsLibrariesIsRefusedWithTheRemedy(library: String) {
        assertThatExceptionOfType(Exception::class.java).isThrownBy { startWithout(library) }
            .withMessageContaining("Suspending.wait(String) of bean")
            .withMessageContaining("is a suspending function, and the libraries that call it are not on the class path")
            .withMessageContaining("kotlin-reflect and org.jetbrains.kotlinx:kotlinx-coroutines-reactor")
    }

    /** Starts an application by a class loader that lacks a library. */
    private fun startWithout(library: String) {
        val urls = System.getProperty("java.class.path").split(File.pathSeparator)
            .filterNot { Path.of(it).fileName.toString().startsWith(library) }
            .map { File(it).toURI().toURL() }
        val before = Thread.currentThread().contextClassLoader
        URLClassLoader(urls.toTypedArray(), ClassLoader.getPlatformClassLoader()).use { loader ->
            Thread.currentThread().contextClassLoader = loader
            try {
                val application = loader.loadClass(SuspendingApplication::class.java.name)
                (application.getDeclaredConstructor().newInstance() as Runnable).run()
            } finally {
                Thread.currentThread().contextClassLoader = before
            }
        }
    }

    private lateinit var context: ConfigurableApplicationContext

    private lateinit var tester: ToolTester

    @BeforeAll
    fun start() {
        context = start(Tools::class.java, Proxies::class.java, Inheriting::class.java, Orders::class.java, OrderTools::class.java)
        tester = ToolTester(context.getBean(ToolRegistry::class.java), context.getBean(ToolExecutor::class.java))
    }

    @AfterAll
    fun close() = context.close()

    private fun start(vararg beans: Class<*>): ConfigurableApplicationContext =
        SpringApplicationBuilder(Application::class.java, *beans)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties("openai.base-url=http://127.0.0.1:9/v1", "openai.run.assistants.support.model=gpt")
            .run()

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(
        HttpClientAutoConfiguration::class, ImperativeHttpClientAutoConfiguration::class,
        RestClientAutoConfiguration::class, JacksonAutoConfiguration::class, OpenAiRunAutoConfiguration::class
    )
    class Application

}
