package io.github.openairun.kotlin

import com.fasterxml.jackson.annotation.JsonSubTypes
import com.fasterxml.jackson.annotation.JsonTypeInfo
import io.github.openairun.ToolContext
import io.github.openairun.ToolHandler
import io.github.openairun.ToolHandlerException
import io.github.openairun.ToolParam
import io.github.openairun.tool.ToolHandlerRegistrar
import kotlinx.coroutines.delay
import org.aopalliance.intercept.MethodInterceptor
import org.springframework.aop.framework.ProxyFactory
import org.springframework.context.annotation.AnnotationConfigApplicationContext
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.stereotype.Component

data class Filter(val text: String, val name: String? = null, val limit: Int? = 5)

data class Paging(
    val page: Int = 1,
    val size: Long = 20,
    val sort: String = "name",
    val open: Boolean = true,
    val order: Direction = Direction.UP,
    val note: String? = "none",
    val tags: List<String> = listOf("all")
)

enum class Direction { UP, DOWN }

@JvmInline
value class OrderNumber(val value: String)

@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes(JsonSubTypes.Type(Circle::class, name = "circle"))
interface Shape

data class Circle(val radius: Int) : Shape

class Tools {

    @ToolHandler
    fun list(limit: Int = 10): String = "$limit"

    @ToolHandler
    fun greet(name: String = "world", greeting: String? = "Hello"): String = "$greeting $name"

    @ToolHandler
    fun find(id: Long, state: String?): String = "$id $state"

    @ToolHandler
    fun search(filter: Filter): String = "${filter.text} ${filter.name} ${filter.limit}"

    @ToolHandler
    fun page(paging: Paging): String =
        "${paging.page} ${paging.size} ${paging.sort} ${paging.open} ${paging.order} ${paging.note} ${paging.tags}"

    @ToolHandler
    fun pages(all: List<Paging>): String = all.joinToString { "${it.page}" }

    @ToolHandler
    fun load(number: OrderNumber): String = "order ${number.value}"

    @ToolHandler
    fun withContext(context: ToolContext, limit: Int = 4): String = "${context.toolName()} $limit"

    @ToolHandler
    suspend fun fetch(url: String, attempts: Int? = null): String {
        delay(1)
        return listOfNotNull("fetched $url", attempts).joinToString(" ")
    }

    @ToolHandler
    suspend fun nothingLater() = delay(1)

    @ToolHandler
    fun nothing() {
    }

    @ToolHandler
    suspend fun shapes(): List<Shape> = listOf(Circle(1))

    @ToolHandler
    internal fun hidden(): String = "hidden"

    @ToolHandler
    fun refuse() {
        throw ToolHandlerException("Not today")
    }

    @ToolHandler
    suspend fun refuseLater() {
        delay(1)
        throw ToolHandlerException("Not today")
    }

    @ToolHandler
    fun refuseDefault(limit: Int = 1): Int = throw ToolHandlerException("Not today $limit")

}

open class Proxied {

    @ToolHandler
    open fun throughProxy(limit: Int = 8): String = "$limit"

    @ToolHandler
    open suspend fun suspendingProxy(limit: Int = 8): String {
        delay(1)
        return "later $limit"
    }

}

@Configuration(proxyBeanMethods = false)
class Proxies {

    @Bean
    fun proxied(): Proxied = ProxyFactory(Proxied()).apply {
        isProxyTargetClass = true
        addAdvice(MethodInterceptor { invocation ->
            when (val result = invocation.proceed()) {
                is String -> "proxied $result"
                is reactor.core.publisher.Mono<*> -> result.map { "proxied $it" }
                else -> result
            }
        })
    }.proxy as Proxied

}

data class Order(val number: String)

class Orders {

    suspend fun newest(limit: Int, state: String?): List<Order> {
        delay(1)
        return List(limit) { Order("$state $it") }
    }

}

@Component
class OrderTools(private val orders: Orders) {

    @ToolHandler(description = "Lists the newest orders")
    suspend fun listOrders(limit: Int = 10, state: String? = null): List<Order> =
        orders.newest(limit, state)

}

interface Inherited {

    @ToolHandler
    fun inherited(limit: Int = 12): String

}

class Inheriting : Inherited {

    override fun inherited(limit: Int): String = "$limit"

}

class Primitive {

    @ToolHandler
    fun primitive(@ToolParam(required = false) limit: Int): String = "$limit"

}

class Suspending {

    @ToolHandler
    suspend fun wait(number: String): String = number

}

/** Registers the tools of a suspending handler. */
class SuspendingApplication : Runnable {

    override fun run() {
        AnnotationConfigApplicationContext(Suspending::class.java, ToolHandlerRegistrar::class.java).close()
    }

}

class Hidden {

    @ToolHandler
    private fun secret(): String = "secret"

}
